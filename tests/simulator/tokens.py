"""Task tokens: tasks that wait for their completion."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.simulator.failures import HEARTBEAT_TIMEOUT, TIMEOUT, Failed
from tests.simulator.stubs import CallsBack, Fails


class Tokens:
    """The tasks of a run that wait; ``succeed`` and ``fail`` say whether one still did."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._beats: dict[str, asyncio.Event] = {}
        self._given = 0

    def new(self) -> str:
        """A token for one attempt of one task."""
        self._given += 1
        token = f"token-{self._given}"
        self._waiting[token] = asyncio.get_running_loop().create_future()
        self._beats[token] = asyncio.Event()
        return token

    def succeed(self, token: str, result: Any) -> bool:
        """End a task well; false if no task waits for it any more."""
        return self._end(token, lambda waiting: waiting.set_result(result))

    def fail(self, token: str, error: str, cause: str = "") -> bool:
        """End a task badly; false if no task waits for it any more."""
        return self._end(token, lambda waiting: waiting.set_exception(Failed(error, cause)))

    def heartbeat(self, token: str) -> bool:
        """Say that the work goes on."""
        if token in self._waiting:
            self._beats[token].set()
        return token in self._waiting

    async def ended(self, token: str, heartbeat: float | None, seconds: float) -> Any:
        """What the task is ended with, if that is in time."""
        waiting, beats = self._waiting[token], self._beats[token]
        deadline = asyncio.get_running_loop().time() + seconds
        try:
            while not waiting.done():
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0:
                    raise Failed(TIMEOUT, f"the task was not completed within {seconds} seconds")
                beat = asyncio.ensure_future(beats.wait())
                patience = min(left, heartbeat or left)
                await asyncio.wait(
                    {waiting, beat}, timeout=patience, return_when=asyncio.FIRST_COMPLETED
                )
                beat.cancel()
                missed = not waiting.done() and not beats.is_set()
                if missed and heartbeat is not None and heartbeat < left:
                    raise Failed(HEARTBEAT_TIMEOUT, f"no heartbeat within {heartbeat} seconds")
                beats.clear()
            return waiting.result()
        finally:
            self.drop(token)

    def drop(self, token: str) -> None:
        """No task waits for it any more."""
        waiting = self._waiting.pop(token)
        if not waiting.done():
            waiting.cancel()

    async def call_back(self, token: str, plan: CallsBack) -> None:
        """Do what a stub says will happen to the token."""
        left = plan.after
        while plan.heartbeat is not None and left > plan.heartbeat:
            await asyncio.sleep(plan.heartbeat)
            left -= plan.heartbeat
            self.heartbeat(token)
        await asyncio.sleep(left)
        if isinstance(plan.result, Fails):
            self.fail(token, plan.result.error, plan.result.cause)
        else:
            self.succeed(token, plan.result)

    def _end(self, token: str, end: Any) -> bool:
        waiting = self._waiting.get(token)
        if waiting is None or waiting.done():
            return False
        end(waiting)
        return True
