"""Retry: exponential backoff with jitter."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

BASE_SECONDS, MAX_SECONDS = 0.05, 1.0


def backoff(attempt: int, chance: float | None = None) -> float:
    """The delay in seconds before the next attempt, after ``attempt + 1`` failures.

    Random between 0 and a limit that doubles with each failure, up to ``MAX_SECONDS``; ``chance``,
    between 0 and 1, replaces the random number.
    """
    if chance is None:
        from random import random

        chance = random()
    limit: float = min(MAX_SECONDS, BASE_SECONDS * 2**attempt)
    return chance * limit


def with_retries(
    action: Callable[[], T],
    on: type[Exception],
    *,
    attempts: int,
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """Call ``action`` until it does not raise ``on``; the last of ``attempts`` may raise it."""
    if attempts < 1:
        raise ValueError(f"attempts must be at least 1, got {attempts}")
    for attempt in range(attempts - 1):
        try:
            return action()
        except on:
            sleep(backoff(attempt))
    return action()
