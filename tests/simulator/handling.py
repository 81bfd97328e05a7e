"""Error handling of a state: an error is retried, caught, or fails what contains the state."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from tests.simulator.failures import Failed, matches, output_of
from tests.simulator.paths import write

# The output of a state, and the name of the next state, if any.
Outcome: TypeAlias = tuple[Any, str | None]
Attempt: TypeAlias = Callable[[int], Awaitable[Any]]

INTERVAL, ATTEMPTS, BACKOFF = 1, 3, 2.0


async def handled(state: Mapping[str, Any], given: Any, attempt: Attempt) -> Outcome:
    """Call ``attempt`` with the number of retries so far, as often as the state's retries allow.

    The first catch that matches the last error decides; raises ``Failed`` if there is none.
    """
    retries: dict[int, int] = {}
    while True:
        try:
            return await attempt(sum(retries.values())), state.get("Next")
        except Failed as failed:
            delay = _delay(state.get("Retry", ()), retries, failed.error)
            if delay is None:
                return _caught(state, given, failed)
        await asyncio.sleep(delay)


def _delay(retriers: Any, retries: dict[int, int], error: str) -> float | None:
    """Seconds before the next attempt, by the first retrier that matches; None for no attempt."""
    for place, retrier in enumerate(retriers):
        if not matches(retrier["ErrorEquals"], error):
            continue
        count = retries.get(place, 0)
        if count >= retrier.get("MaxAttempts", ATTEMPTS):
            return None
        retries[place] = count + 1
        delay = retrier.get("IntervalSeconds", INTERVAL) * (
            retrier.get("BackoffRate", BACKOFF) ** count
        )
        return min(delay, retrier.get("MaxDelaySeconds", delay))
    return None


def _caught(state: Mapping[str, Any], given: Any, failed: Failed) -> Outcome:
    for catcher in state.get("Catch", ()):
        if matches(catcher["ErrorEquals"], failed.error):
            return write(catcher.get("ResultPath", "$"), given, output_of(failed)), catcher["Next"]
    raise failed
