"""Circuit breaker: stops calling a service that keeps failing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from runtime.http_errors import ServiceUnavailable

T = TypeVar("T")

FAILURES, RECOVERY_SECONDS = 5, 10.0


class CircuitBreaker:
    """Opens after ``failures`` in a row; after ``recovery_seconds`` lets one call through.

    That call closes it again, or keeps it open. The state is that of the execution environment:
    others keep calling until they have seen as many failures.
    """

    def __init__(
        self,
        name: str,
        failures: int = FAILURES,
        recovery_seconds: float = RECOVERY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._limit, self._recovery, self._clock = (
            name,
            failures,
            recovery_seconds,
            clock,
        )
        self._failures, self._opened_at = 0, 0.0

    def call(self, action: Callable[[], T]) -> T:
        """What ``action`` returns; ``ServiceUnavailable`` at once while the breaker is open."""
        if self._failures >= self._limit:
            if self._clock() - self._opened_at < self._recovery:
                raise ServiceUnavailable(
                    f"{self._name} keeps failing, so it is not called for a while"
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
