"""Shared cache: values that are read far more often than they change, in Redis, by cache-aside.

A value is loaded by the first that misses it, while others wait for that; if it is old but not yet
gone, they get the old one. Without the cache every answer is loaded: slower, and never an error.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from runtime.observability import count, logger
from runtime.redis.connection import connect
from runtime.retry import with_retries

if TYPE_CHECKING:
    import redis

# What JSON holds.
Value: TypeAlias = Any

# Counted for each answer that was made without the cache; a service has an alarm on it.
CACHE_UNAVAILABLE = "CacheUnavailable"

# For so long after a failure nothing is asked of the cache: each try would wait for the timeout.
PAUSE_SECONDS = 5.0
# How much longer than fresh a value is kept, to be served while one caller loads the next.
STALE_FACTOR = 2
# How long one caller may load before another tries, in milliseconds: as long as an API's function.
LOAD_MS = 20_000
# How often the others look for the value that is being loaded; with the delays of
# ``runtime.retry``, for about two seconds. Then they load it themselves.
LOOKS = 7


class _Loading(Exception):
    """Another caller loads the value, and it is not there yet."""


class SharedCache:
    """Values by key, each fresh for ``seconds``; keys begin with ``prefix``.

    ``url`` is that of a grant, or empty where the stage has no cache: then every value is loaded.
    """

    def __init__(
        self,
        url: str,
        prefix: str,
        seconds: float,
        *,
        open_: Callable[[str], redis.Redis] = connect,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if seconds <= 0:
            raise ValueError(f"seconds must be more than 0, got {seconds:g}")
        self._url, self._prefix, self._seconds = url, prefix, seconds
        self._open, self._clock = open_, clock
        self._client: redis.Redis | None = None
        self._paused_until = 0.0

    def get(self, key: str, load: Callable[[], Value]) -> Value:
        """The value under a key, as JSON has it; ``load`` makes it where there is none."""
        if not self._url:
            return load()
        name = f"{self._prefix}:{key}"
        found = self._asked(lambda client: self._look(client, name))
        if found is None:
            return load()
        value, is_fresh, may_load = found
        if is_fresh or (value is not None and not may_load):
            return value[0]
        if not may_load:
            waited = self._asked(lambda client: self._wait(client, name))
            return load() if waited is None else waited[0]
        return self._loaded(name, load)

    def delete(self, key: str) -> None:
        """Have the next ``get`` load the value, after what it is made of has changed."""
        if self._url:
            self._asked(lambda client: client.delete(f"{self._prefix}:{key}"))

    def _look(self, client: redis.Redis, name: str) -> tuple[list[Value] | None, bool, bool]:
        """The value in a list, whether it is fresh, and whether this caller is to load the next."""
        entry = self._entry(client, name)
        if self._is_fresh(entry):
            return [entry["value"]], True, False
        may_load = bool(client.set(f"{name}:loading", "1", nx=True, px=LOAD_MS))
        if may_load and self._is_fresh(loaded := self._entry(client, name)):
            # Another caller has loaded it since the first look.
            client.delete(f"{name}:loading")
            return [loaded["value"]], True, False
        return None if entry is None else [entry["value"]], False, may_load

    def _entry(self, client: redis.Redis, name: str) -> Any:
        text = client.get(name)
        return None if text is None else json.loads(text)

    def _is_fresh(self, entry: Any) -> bool:
        return entry is not None and entry["until"] > self._clock()

    def _wait(self, client: redis.Redis, name: str) -> list[Value] | None:
        def look() -> list[Value]:
            text = client.get(name)
            if text is None:
                raise _Loading
            return [json.loads(text)["value"]]

        try:
            return with_retries(look, _Loading, attempts=LOOKS)
        except _Loading:
            return None

    def _loaded(self, name: str, load: Callable[[], Value]) -> Value:
        try:
            value = load()
        except BaseException:
            self._asked(lambda client: client.delete(f"{name}:loading"))
            raise
        entry = json.dumps({"value": value, "until": self._clock() + self._seconds})
        kept_ms = int(self._seconds * STALE_FACTOR * 1000)

        def store(client: redis.Redis) -> bool:
            client.set(name, entry, px=kept_ms)
            client.delete(f"{name}:loading")
            return True

        self._asked(store)
        return value

    def _asked(self, ask: Callable[[redis.Redis], Any]) -> Any:
        """What the cache answers; None where it does not, which is counted."""
        import redis

        if self._clock() < self._paused_until:
            count(CACHE_UNAVAILABLE)
            return None
        try:
            if self._client is None:
                self._client = self._open(self._url)
            return ask(self._client)
        except (redis.RedisError, OSError) as error:
            self._paused_until = self._clock() + PAUSE_SECONDS
            logger.warning("the cache does not answer", extra={"error": repr(error)})
            count(CACHE_UNAVAILABLE)
            return None
