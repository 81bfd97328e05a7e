"""The suppliers' handlers, against a PostgreSQL server that runs here."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import tests.fakes.environment  # noqa: F401
from runtime.postgres.database import Database
from runtime.redis import shared_cache
from runtime.redis.shared_cache import SharedCache
from services.suppliers.app import create_supplier, list_offers, put_offer, store
from tests.fakes.invocations import called, http_event
from tests.local.stores.servers import PostgresServer, RedisServer

AGENT = {"user": "agent", "groups": ["agents"]}


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as started:
        yield started


@pytest.fixture(autouse=True)
def database(server, monkeypatch) -> Iterator[Database]:
    made = Database(server.url, store.STEPS)
    made.run(lambda c: c.execute("TRUNCATE suppliers, offers"))
    monkeypatch.setattr(store, "database", made)
    yield made
    made.close()


def create(name="Acme", lead_days=3, **caller):
    body = {"name": name, "country": "FR", "leadDays": lead_days}
    return called(create_supplier.handle, http_event(**(caller or AGENT), body=body))


def put(supplier, item="pen", price=120, units=10, **caller):
    path = {"supplierId": supplier, "itemId": item}
    body = {"priceCents": price, "minimumUnits": units}
    return called(put_offer.handle, http_event(**(caller or AGENT), path=path, body=body))


def offers(item="pen", **caller):
    event = http_event(**(caller or AGENT), path={"itemId": item})
    return called(list_offers.handle, event)


def test_offers_of_an_item_are_listed_with_their_suppliers_the_cheapest_first():
    slow, fast, dear = (create(n, d)[1]["supplierId"] for n, d in (("A", 9), ("B", 1), ("C", 0)))
    for supplier, price in ((dear, 200), (slow, 100), (fast, 100)):
        assert put(supplier, price=price)[0] == 200
    put(slow, item="book", price=1)
    status, found = offers()
    assert (status, found["itemId"]) == (200, "pen")
    assert [(o["name"], o["priceCents"]) for o in found["offers"]] == [
        ("B", 100),
        ("A", 100),
        ("C", 200),
    ]
    assert found["offers"][0]["leadDays"] == 1


def test_an_offer_replaces_the_one_before():
    supplier = create()[1]["supplierId"]
    put(supplier, price=120)
    assert put(supplier, price=90, units=5)[1] == {"priceCents": 90, "minimumUnits": 5}
    assert [o["priceCents"] for o in offers()[1]["offers"]] == [90]


def test_a_name_is_taken_once_even_by_fifty_at_once():
    with ThreadPoolExecutor(50) as pool:
        found = [status for status, _ in pool.map(lambda _: create("Acme"), range(50))]
    assert sorted(found) == [201] + [409] * 49


def test_an_offer_of_an_unknown_supplier_is_404_and_stores_nothing():
    assert put("x'; DROP TABLE offers; --")[0] == 404
    assert offers() == (200, {"itemId": "pen", "offers": []})


def test_only_agents_see_and_change_anything():
    ann = {"user": "ann", "groups": ()}
    assert [create(**ann)[0], put("x", **ann)[0], offers(**ann)[0]] == [403, 403, 403]
    assert create(user=None)[0] == 401


def test_after_a_restart_of_the_database_the_next_request_is_answered(server):
    supplier = create()[1]["supplierId"]
    server.stop()
    server.start()
    assert put(supplier)[0] == 200
    assert len(offers()[1]["offers"]) == 1


def test_without_the_database_a_request_is_503(server, monkeypatch):
    monkeypatch.setattr("runtime.postgres.database.ATTEMPTS", 1)
    server.stop()
    try:
        assert create("Acme")[0] == 503
    finally:
        server.start()


def test_offers_come_from_the_cache_until_one_changes_and_without_it_from_the_database(
    database, monkeypatch
):
    counted = []
    monkeypatch.setattr(shared_cache, "count", counted.append)
    supplier = create()[1]["supplierId"]
    put(supplier, price=120)
    with RedisServer() as cache:
        monkeypatch.setattr(store, "offers", SharedCache(cache.url, "offers", 60))
        before = offers()
        database.run(lambda c: c.execute("UPDATE offers SET price_cents = 1"))
        assert offers() == before
        put(supplier, price=90)
        assert offers()[1]["offers"][0]["priceCents"] == 90
        assert counted == []
        cache.stop()
        database.run(lambda c: c.execute("UPDATE offers SET price_cents = 2"))
        assert offers()[1]["offers"][0]["priceCents"] == 2
        assert counted == ["CacheUnavailable"]
