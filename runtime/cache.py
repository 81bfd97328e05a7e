"""Cache: values that an execution environment keeps between invocations, bounded in number and age.

What a handler keeps in a variable of its module stays as long as the environment, for hours, and
grows with what it is asked for; this does not.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")


class Cache(Generic[V]):
    """The last ``size`` values that were put, each for ``seconds``.

    ``clock`` returns seconds, from any start.
    """

    def __init__(
        self,
        size: int,
        seconds: float = math.inf,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if size < 1:
            raise ValueError(f"size must be at least 1, got {size}")
        self._size, self._seconds, self._clock = size, seconds, clock
        # By key: the value, and when it expires.
        self._values: dict[str, tuple[V, float]] = {}

    def get(self, key: str) -> V | None:
        """The value under a key; None if there is none, or if it has expired."""
        value, expiry = self._values.get(key, (None, -math.inf))
        return value if self._clock() < expiry else None

    def put(self, key: str, value: V) -> None:
        """Keep a value; the one that was put first is dropped if there are more than ``size``."""
        self._values.pop(key, None)
        self._values[key] = (value, self._clock() + self._seconds)
        if len(self._values) > self._size:
            del self._values[next(iter(self._values))]

    def cache_clear(self) -> None:
        """Drop every value, as ``functools.cache`` does."""
        self._values.clear()
