"""Simulated time: an event loop that runs what is ready, then skips to its next timer."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.simulator.failures import Unsupported

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Clock:
    """The simulated time: ``seconds`` since ``start``."""

    def __init__(self, start: datetime = START) -> None:
        self.start, self.seconds = start, 0.0

    def now(self) -> datetime:
        """The present time of the simulation."""
        return self.start + timedelta(seconds=self.seconds)

    def until(self, timestamp: str) -> float:
        """Seconds until a timestamp; 0 for one in the past."""
        return max(0.0, (datetime.fromisoformat(timestamp) - self.now()).total_seconds())


class SkippingSelector(selectors.SelectSelector):
    """Calls ``when_idle`` instead of waiting; then, if it did nothing, advances the clock."""

    def __init__(self, clock: Clock, when_idle: Callable[[], bool]) -> None:
        super().__init__()
        self._clock, self._when_idle = clock, when_idle

    def select(self, timeout: float | None = None) -> Any:
        is_idle = timeout is None or timeout > 0
        if is_idle and not self._when_idle():
            if timeout is None:
                raise Unsupported(
                    "the run waits, but there is no timer and no task that could end the wait"
                )
            self._clock.seconds += timeout
        return super().select(0)


class Loop(asyncio.SelectorEventLoop):
    """An event loop on a simulated clock."""

    def __init__(self, clock: Clock, when_idle: Callable[[], bool]) -> None:
        super().__init__(SkippingSelector(clock, when_idle))
        self._seconds = clock
        # ``asyncio.all_tasks`` looks at those of all loops there have been.
        self._tasks: list[asyncio.Task[Any]] = []

    def time(self) -> float:
        return self._seconds.seconds

    def create_task(self, *work: Any, **more: Any) -> asyncio.Task[Any]:
        task = super().create_task(*work, **more)
        self._tasks.append(task)
        return task

    @property
    def left(self) -> list[asyncio.Task[Any]]:
        """The tasks that have not ended."""
        return [task for task in self._tasks if not task.done()]


def run(
    main: Coroutine[Any, Any, Any], clock: Clock, when_idle: Callable[[], bool] = lambda: False
) -> Any:
    """Run a coroutine in simulated time; ``when_idle`` is called before each wait, and returns
    whether it did anything. Tasks that are left at the end are cancelled.
    """
    loop = Loop(clock, when_idle)
    try:
        return loop.run_until_complete(main)
    finally:
        left = loop.left
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.wait(left))
        loop.close()
