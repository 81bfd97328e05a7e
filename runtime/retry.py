"""Retry: try again after a pause that grows, and differs from everybody else's."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

BASE_SECONDS, MAX_SECONDS = 0.05, 1.0


def backoff(attempt: int, chance: float | None = None) -> float:
    """The pause in seconds after so many failures: up to a limit that doubles with each."""
    if chance is None:
        from random import random

        chance = random()
    longest: float = min(MAX_SECONDS, BASE_SECONDS * 2**attempt)
    return chance * longest


def with_retries(
    action: Callable[[], T],
    on: type[Exception],
    *,
    attempts: int,
    pause: Callable[[float], None] = time.sleep,
) -> T:
    """What ``action`` returns; after ``attempts`` the exception is the caller's."""
    if attempts < 1:
        raise ValueError(f"attempts must be at least 1, got {attempts}")
    for attempt in range(attempts - 1):
        try:
            return action()
        except on:
            pause(backoff(attempt))
    return action()
