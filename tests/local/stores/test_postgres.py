"""The one connection of an environment, against a PostgreSQL server that runs here."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from runtime.http_errors import ServiceUnavailable
from runtime.postgres import connection, database
from runtime.postgres.database import Database
from tests.local.stores.servers import PostgresServer

STEPS = (
    "CREATE TABLE things (name text PRIMARY KEY, number integer NOT NULL)",
    "ALTER TABLE things ADD COLUMN note text",
)
PUT = "INSERT INTO things (name, number) VALUES (%(name)s, %(number)s)"
COUNT = "SELECT count(*) AS found FROM things"
# Connections of clients, but for the one that asks.
OTHERS = """
SELECT count(*) AS found FROM pg_stat_activity
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as started:
        yield started


@pytest.fixture
def things(server: PostgresServer) -> Iterator[Database]:
    made = Database(server.url, STEPS)
    made.run(lambda c: c.execute("DELETE FROM things"))
    yield made
    made.close()


def count(things: Database) -> int:
    return things.run(lambda c: c.execute(COUNT).fetchone())["found"]


def put(name: str, number: int = 1):
    return lambda c: c.execute(PUT, {"name": name, "number": number})


def connections(server: PostgresServer) -> int:
    with psycopg.connect(server.url) as asking:
        return asking.execute(OTHERS).fetchone()[0]


def test_what_is_bound_is_a_value_and_never_a_statement(things):
    name = "'); DROP TABLE things; --"
    things.run(put(name))
    found = things.run(lambda c: c.execute("SELECT name FROM things").fetchall())
    assert found == [{"name": name}]


def test_what_raises_is_rolled_back_and_the_connection_is_used_again(things, server):
    def half(c) -> None:
        put("one")(c)
        raise LookupError

    with pytest.raises(LookupError):
        things.run(half)
    with pytest.raises(psycopg.errors.NotNullViolation):
        things.run(lambda c: c.execute(PUT, {"name": "two", "number": None}))
    assert count(things) == 0
    assert connections(server) == 1


@pytest.mark.parametrize("environments", [1, 5])
def test_fifty_invocations_at_once_need_one_connection_for_each_environment(server, environments):
    every = [Database(server.url, STEPS) for _ in range(environments)]
    every[0].run(lambda c: c.execute("DELETE FROM things"))
    seen, stop = [], threading.Event()

    def watch() -> None:
        with psycopg.connect(server.url, autocommit=True) as asking:
            while not stop.is_set():
                seen.append(asking.execute(OTHERS).fetchone()[0])

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(50) as pool:
        list(pool.map(lambda n: every[n % environments].run(put(f"n{n}", n)), range(50)))
    stop.set()
    watcher.join()
    assert count(every[0]) == 50
    assert max(seen) == environments
    for each in every:
        each.close()


def test_after_a_restart_of_the_server_the_next_call_works(things, server):
    things.run(put("before"))
    server.stop()
    server.start()
    things.run(put("after"))
    assert count(things) == 2


def test_a_server_that_restarts_in_a_transaction_has_it_run_once_more(things, server):
    tries = []

    def interrupted(c) -> None:
        tries.append(c)
        put("once")(c)
        if len(tries) == 1:
            server.stop()
            server.start()
        c.execute(COUNT)

    things.run(interrupted)
    assert len(tries) == 2
    assert count(things) == 1


def test_without_a_server_the_caller_gets_503_and_later_it_works(server, monkeypatch):
    monkeypatch.setattr(database, "ATTEMPTS", 1)
    things = Database(server.url, STEPS)
    server.stop()
    with pytest.raises(ServiceUnavailable, match="the database cannot be reached"):
        count(things)
    server.start()
    assert count(things) >= 0
    things.close()


def test_a_connection_that_was_not_used_for_two_minutes_is_replaced(server):
    now = [0.0]
    things = Database(server.url, STEPS, clock=lambda: now[0])
    pid = "SELECT pg_backend_pid() AS pid"
    first = things.run(lambda c: c.execute(pid).fetchone())
    now[0] = 119.0
    assert things.run(lambda c: c.execute(pid).fetchone()) == first
    now[0] = 119.0 + 121.0
    assert things.run(lambda c: c.execute(pid).fetchone()) != first
    things.close()


def test_a_commit_that_breaks_is_not_repeated(things, server):
    """Only the server knows whether it is stored."""
    tries = []

    def breaks_in_commit(c) -> None:
        tries.append(c)
        put("maybe")(c)
        with psycopg.connect(server.url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", (c.info.backend_pid,))

    with pytest.raises(psycopg.OperationalError):
        things.run(breaks_in_commit)
    assert len(tries) == 1
    assert count(things) == 0


def test_the_steps_of_a_schema_are_run_once_by_the_first_that_comes(server):
    with psycopg.connect(server.url, autocommit=True) as setup:
        setup.execute("DROP TABLE IF EXISTS things, schema_steps")
    with ThreadPoolExecutor(8) as pool:
        every = list(pool.map(lambda _: Database(server.url, STEPS), range(8)))
        assert list(pool.map(count, every)) == [0] * 8
    further = Database(server.url, (*STEPS, "CREATE TABLE more (name text)"))
    steps = "SELECT array_agg(step ORDER BY step) AS steps FROM schema_steps"
    assert further.run(lambda c: c.execute(steps).fetchone()) == {"steps": [0, 1, 2]}
    for each in (*every, further):
        each.close()


def test_a_verified_connection_has_a_token_and_the_certificates(monkeypatch):
    monkeypatch.setattr(connection, "database_token", lambda *at: f"token of {at}")
    url = "postgresql://owner@db.example.com:5432/shop?sslmode=verify-full"
    found = connection.credentials(url)
    assert found["password"] == "token of ('db.example.com', 5432, 'owner')"
    assert found["sslrootcert"].endswith(".pem")
    assert connection.credentials("postgresql://owner@127.0.0.1:1/shop") == {}
