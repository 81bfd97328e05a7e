"""The shared cache, against a server that speaks Redis's protocol and runs here."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from runtime.redis import connection, shared_cache
from runtime.redis.shared_cache import SharedCache
from tests.local.stores.servers import RedisServer


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with RedisServer() as started:
        yield started


@pytest.fixture(autouse=True)
def counted(monkeypatch) -> Counter[str]:
    """The metrics that were counted."""
    found: Counter[str] = Counter()
    monkeypatch.setattr(shared_cache, "count", lambda metric: found.update([metric]))
    return found


@pytest.fixture
def clear(server: RedisServer) -> None:
    redis.Redis(port=server.port).flushall()


class Loader:
    """Loads values, slowly if asked to, and knows how often."""

    def __init__(self, value: object = None, seconds: float = 0.0) -> None:
        self.value, self.seconds, self.times = value or {"price": 5}, seconds, 0
        self._lock = threading.Lock()

    def __call__(self) -> object:
        with self._lock:
            self.times += 1
        time.sleep(self.seconds)
        return self.value


def test_a_value_is_loaded_once_and_shared_by_all_environments(server, clear, counted):
    load = Loader()
    first, second = (SharedCache(server.url, "prices", 60) for _ in range(2))
    assert [each.get("pen", load) for each in (first, first, second)] == [{"price": 5}] * 3
    assert load.times == 1
    assert not counted


def test_keys_of_another_prefix_are_other_values(server, clear):
    SharedCache(server.url, "prices", 60).get("pen", Loader(1))
    assert SharedCache(server.url, "stock", 60).get("pen", Loader(2)) == 2


def test_fifty_that_miss_at_once_have_the_value_loaded_once(server, clear):
    load = Loader(seconds=0.2)
    caches = [SharedCache(server.url, "prices", 60) for _ in range(50)]
    with ThreadPoolExecutor(50) as pool:
        found = list(pool.map(lambda each: each.get("pen", load), caches))
    assert found == [{"price": 5}] * 50
    assert load.times == 1


def test_a_value_that_another_has_loaded_since_the_first_look_is_not_loaded_again(server, clear):
    other, mine = Loader("theirs"), Loader("mine")

    class Late:
        """The other loads the value after this caller has looked and before it asks to load."""

        def __init__(self, url):
            self.client = connection.connect(url)

        def __getattr__(self, name):
            if name == "set" and not other.times:
                SharedCache(server.url, "prices", 60).get("pen", other)
            return getattr(self.client, name)

    assert SharedCache(server.url, "prices", 60, open_=Late).get("pen", mine) == "theirs"
    assert (other.times, mine.times) == (1, 0)
    assert connection.connect(server.url).get("prices:pen:loading") is None


def test_while_an_old_value_is_loaded_again_the_others_get_the_old_one(server, clear):
    now = [1_000.0]
    old, new = Loader("old"), Loader("new", seconds=1.0)
    caches = [SharedCache(server.url, "prices", 60, clock=lambda: now[0]) for _ in range(20)]
    caches[0].get("pen", old)
    now[0] += 61
    with ThreadPoolExecutor(20) as pool:
        found = Counter(pool.map(lambda each: each.get("pen", new), caches))
    assert new.times == 1
    assert found == {"old": 19, "new": 1}
    assert caches[0].get("pen", new) == "new"
    assert new.times == 1


def test_a_changed_value_is_loaded_by_the_next(server, clear):
    cache = SharedCache(server.url, "prices", 60)
    cache.get("pen", Loader(1))
    cache.delete("pen")
    assert cache.get("pen", Loader(2)) == 2


def test_a_load_that_fails_lets_the_next_caller_load_at_once(server, clear):
    cache = SharedCache(server.url, "prices", 60)

    def fails() -> object:
        raise LookupError

    with pytest.raises(LookupError):
        cache.get("pen", fails)
    started = time.monotonic()
    assert cache.get("pen", Loader(3)) == 3
    assert time.monotonic() - started < 1


def test_without_the_cache_answers_come_and_are_counted_and_it_is_used_when_it_is_back(counted):
    now = [1_000.0]
    load = Loader()
    with RedisServer() as server:
        cache = SharedCache(server.url, "prices", 60, clock=lambda: now[0])
        cache.get("pen", load)
        assert (load.times, counted["CacheUnavailable"]) == (1, 0)
        server.stop()
        for times in (2, 3, 4):
            assert cache.get("pen", load) == {"price": 5}
            assert load.times == times
        assert counted["CacheUnavailable"] == 3
        server.start()
        now[0] += 6
        cache.get("pen", load)
        assert cache.get("pen", load) == {"price": 5}
        assert load.times == 5
        assert counted["CacheUnavailable"] == 3


def test_a_cache_that_does_not_answer_costs_one_timeout_and_not_one_each_time(counted):
    """A port that accepts and never answers, as a server that hangs."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        cache = SharedCache(f"redis://127.0.0.1:{silent.getsockname()[1]}", "prices", 60)
        started = time.monotonic()
        assert [cache.get(str(n), Loader(n)) for n in range(1, 21)] == list(range(1, 21))
        assert time.monotonic() - started < 1.5
    assert counted["CacheUnavailable"] == 20


def test_a_stage_without_a_cache_loads_every_value_and_counts_nothing(counted):
    load = Loader()
    cache = SharedCache("", "prices", 60)
    assert [cache.get("pen", load) for _ in range(2)] == [{"price": 5}] * 2
    cache.delete("pen")
    assert load.times == 2
    assert not counted


def test_a_time_that_is_none_is_refused():
    with pytest.raises(ValueError, match="seconds must be more than 0, got 0"):
        SharedCache("", "prices", 0)


def test_on_aws_the_connection_is_encrypted_and_has_a_token(monkeypatch):
    monkeypatch.setattr(connection, "cache_token", lambda cache, user: f"{user} of {cache}")
    client = connection.connect("rediss://shop@cache.example.com:6379?cache=prices")
    given = client.connection_pool.connection_kwargs
    assert client.connection_pool.connection_class is redis.SSLConnection
    assert given["credential_provider"].get_credentials() == ("shop", "shop of prices")
