"""Breaker: stops asking somebody who keeps failing, and now and then looks whether it is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from runtime.api.errors import ServiceUnavailable

T = TypeVar("T")

FAILURES, REST_SECONDS = 5, 10.0


class CircuitBreaker:
    """Opens after so many failures in a row; after a rest lets one call through to try.

    Its state lives as long as the execution environment: a copy that has seen no failure asks.
    """

    def __init__(
        self,
        name: str,
        failures: int = FAILURES,
        rest_seconds: float = REST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._limit, self._rest, self._clock = name, failures, rest_seconds, clock
        self._failures, self._opened_at = 0, 0.0

    def call(self, action: Callable[[], T]) -> T:
        """What ``action`` returns; ``ServiceUnavailable`` at once while the breaker is open."""
        if self._failures >= self._limit:
            if self._clock() - self._opened_at < self._rest:
                raise ServiceUnavailable(
                    f"{self._name} keeps failing and is left alone for a while"
                )
            self._opened_at = self._clock()
        try:
            result = action()
        except Exception:
            self._failures += 1
            self._opened_at = self._clock()
            raise
        self._failures = 0
        return result
