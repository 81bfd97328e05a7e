"""What becomes of an error in a state: it is tried again, caught, or goes on up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from tests.simulator.failures import Failed, matches, output_of
from tests.simulator.paths import write

# The output of a state, and the state that is next, if any.
Onward: TypeAlias = tuple[Any, str | None]
Attempt: TypeAlias = Callable[[int], Awaitable[Any]]

INTERVAL, ATTEMPTS, BACKOFF = 1, 3, 2.0


async def handled(state: Mapping[str, Any], given: Any, attempt: Attempt) -> Onward:
    """Make attempts, with as many pauses as the state's retries allow, then look at its catches."""
    used: dict[int, int] = {}
    while True:
        try:
            return await attempt(sum(used.values())), state.get("Next")
        except Failed as failed:
            pause = _pause(state.get("Retry", ()), used, failed.error)
            if pause is None:
                return _caught(state, given, failed)
        await asyncio.sleep(pause)


def _pause(retriers: Any, used: dict[int, int], error: str) -> float | None:
    """How long to wait before another attempt; the first retrier for the error decides."""
    for place, retrier in enumerate(retriers):
        if not matches(retrier["ErrorEquals"], error):
            continue
        count = used.get(place, 0)
        if count >= retrier.get("MaxAttempts", ATTEMPTS):
            return None
        used[place] = count + 1
        pause = retrier.get("IntervalSeconds", INTERVAL) * (
            retrier.get("BackoffRate", BACKOFF) ** count
        )
        return min(pause, retrier.get("MaxDelaySeconds", pause))
    return None


def _caught(state: Mapping[str, Any], given: Any, failed: Failed) -> Onward:
    for catcher in state.get("Catch", ()):
        if matches(catcher["ErrorEquals"], failed.error):
            return write(catcher.get("ResultPath", "$"), given, output_of(failed)), catcher["Next"]
    raise failed
