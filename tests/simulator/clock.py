"""A loop whose time stands still while anything is left to do, and then jumps to what is next."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.simulator.failures import Unknown

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Clock:
    """Seconds since a run began."""

    def __init__(self, start: datetime = START) -> None:
        self.start, self.seconds = start, 0.0

    def now(self) -> datetime:
        """The time in the run."""
        return self.start + timedelta(seconds=self.seconds)

    def until(self, moment: str) -> float:
        """How long it is to a moment, if it is still to come."""
        return max(0.0, (datetime.fromisoformat(moment) - self.now()).total_seconds())


class Jumping(selectors.SelectSelector):
    """Instead of waiting, asks the world outside whether it has anything, then sets the clock."""

    def __init__(self, clock: Clock, outside: Callable[[], bool]) -> None:
        super().__init__()
        self._clock, self._outside = clock, outside

    def select(self, timeout: float | None = None) -> Any:
        waits = timeout is None or timeout > 0
        if waits and not self._outside():
            if timeout is None:
                raise Unknown("the run waits for something that never comes")
            self._clock.seconds += timeout
        return super().select(0)


class Loop(asyncio.SelectorEventLoop):
    """An event loop on such a clock."""

    def __init__(self, clock: Clock, outside: Callable[[], bool]) -> None:
        super().__init__(Jumping(clock, outside))
        self._seconds = clock

    def time(self) -> float:
        return self._seconds.seconds


def run(
    main: Coroutine[Any, Any, Any], clock: Clock, outside: Callable[[], bool] = lambda: False
) -> Any:
    """Run to the end, in no time."""
    loop = Loop(clock, outside)
    try:
        return loop.run_until_complete(main)
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.wait(left))
        loop.close()
