"""Task tokens: the tasks that wait to be completed."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.simulator.failures import HEARTBEAT_TIMEOUT, TIMEOUT, Failed
from tests.simulator.stubs import CallsBack, Fails


class Tokens:
    """The waiting tasks, by token; ``succeed`` and ``fail`` return whether one waited."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._beats: dict[str, asyncio.Event] = {}
        self._issued = 0

    def new(self) -> str:
        """A new token, for one attempt of one task."""
        self._issued += 1
        token = f"token-{self._issued}"
        self._waiting[token] = asyncio.get_running_loop().create_future()
        self._beats[token] = asyncio.Event()
        return token

    def succeed(self, token: str, result: Any) -> bool:
        """Complete a task; false if no task waits with this token."""
        return self._end(token, lambda waiting: waiting.set_result(result))

    def fail(self, token: str, error: str, cause: str = "") -> bool:
        """Fail a task; false if no task waits with this token."""
        return self._end(token, lambda waiting: waiting.set_exception(Failed(error, cause)))

    def heartbeat(self, token: str) -> bool:
        """Send a heartbeat; false if no task waits with this token."""
        if token in self._waiting:
            self._beats[token].set()
        return token in self._waiting

    async def ended(self, token: str, heartbeat: float | None, seconds: float) -> Any:
        """Wait for the result of a task; raises ``Failed`` at a timeout or a missed heartbeat."""
        waiting, beats = self._waiting[token], self._beats[token]
        deadline = asyncio.get_running_loop().time() + seconds
        try:
            while not waiting.done():
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0:
                    raise Failed(TIMEOUT, f"the task was not completed within {seconds} seconds")
                beat = asyncio.ensure_future(beats.wait())
                timeout = min(left, heartbeat or left)
                await asyncio.wait(
                    {waiting, beat}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED
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
        """Delete a token; its task no longer waits."""
        waiting = self._waiting.pop(token)
        if not waiting.done():
            waiting.cancel()

    async def call_back(self, token: str, plan: CallsBack) -> None:
        """Complete the task of a token as a stub says."""
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
