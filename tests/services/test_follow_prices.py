"""The container of the suppliers: what it stores of a price feed, and what it does on errors."""

from __future__ import annotations

import io
import json
import threading

import pytest

import tests.fakes.environment  # noqa: F401
from runtime.http_errors import ServiceUnavailable
from services.suppliers.app import follow_prices, store
from services.suppliers.app.domain import Offer

PEN = Offer(supplier_id="s1", item_id="pen", price_cents=120, minimum_units=10)
LINE = {"supplierId": "s1", "itemId": "pen", "priceCents": 120, "minimumUnits": 10}


class Feeds:
    """One feed for each connection; ``ended`` is set when there is none left."""

    def __init__(self, *feeds: object) -> None:
        self.left, self.ended, self.waits = list(feeds), threading.Event(), []
        self.ended.wait = self.waits.append  # type: ignore[method-assign,assignment]

    def open(self, url, timeout):
        assert (url, timeout) == ("https://feed", 30)
        feed = self.left.pop(0)
        if not self.left:
            self.ended.set()
        if isinstance(feed, Exception):
            raise feed
        return io.BytesIO(feed)

    def follow(self):
        follow_prices.follow("https://feed", self.ended, self.open)


def text(*lines):
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


@pytest.fixture
def stored(monkeypatch):
    kept: list[Offer] = []

    def put(offer):
        kept.append(offer)
        return offer.supplier_id != "unknown"

    monkeypatch.setattr(store, "put", put)
    return kept


@pytest.fixture
def rejected(monkeypatch):
    counted: list[str] = []
    monkeypatch.setattr(follow_prices, "count", counted.append)
    return counted


def test_each_line_is_an_offer(stored, rejected):
    follow_prices.store_line(text(LINE))
    follow_prices.store_line(b"\n")
    assert (stored, rejected) == ([PEN], [])


@pytest.mark.parametrize(
    "line",
    [
        b"{\n",
        b"\xff\n",
        b"[]\n",
        text({**LINE, "priceCents": -1}),
        text({**LINE, "priceCents": "120"}),
        text({**LINE, "more": 1}),
        text({"itemId": "pen", "priceCents": 1}),
        text({**LINE, "itemId": "p" * 5000})[:4096],
    ],
)
def test_a_line_that_is_no_offer_is_counted_and_stores_nothing(line, stored, rejected):
    follow_prices.store_line(line)
    assert (stored, rejected) == ([], ["OffersRejected"])


def test_an_offer_of_no_known_supplier_is_counted(stored, rejected):
    follow_prices.store_line(text({**LINE, "supplierId": "unknown"}))
    assert rejected == ["OffersRejected"]


def test_a_feed_that_ends_or_breaks_is_connected_to_again(stored, rejected):
    feeds = Feeds(text(LINE), OSError("reset"), TimeoutError(), text(LINE), b"")
    feeds.follow()
    assert stored == [PEN, PEN]
    # A feed that sent something is as good as new.
    assert feeds.waits == [2, 4, 8, 2, 4]


def test_the_delay_is_a_minute_at_most(stored):
    feeds = Feeds(*[OSError()] * 9)
    feeds.follow()
    assert max(feeds.waits) == 60


def test_an_offer_that_the_database_does_not_take_is_sent_again_on_a_new_connection(monkeypatch):
    tries: list[Offer] = []

    def put(offer):
        tries.append(offer)
        if len(tries) == 1:
            raise ServiceUnavailable("the database cannot be reached; try again")
        return True

    monkeypatch.setattr(store, "put", put)
    Feeds(text(LINE), text(LINE), b"").follow()
    assert tries == [PEN, PEN]


def test_a_task_that_is_to_end_takes_no_further_line(monkeypatch):
    feeds, kept = Feeds(text(LINE, LINE, LINE), b""), []

    def put(offer):
        kept.append(offer)
        feeds.ended.set()
        return True

    monkeypatch.setattr(store, "put", put)
    feeds.follow()
    assert kept == [PEN]


def test_the_signal_of_ecs_ends_the_task(monkeypatch):
    seen = []
    monkeypatch.setattr(
        follow_prices.signal, "signal", lambda kind, then: (seen.append(kind), then())
    )
    monkeypatch.setattr(follow_prices, "follow", lambda url, ended: seen.append(ended.is_set()))
    follow_prices.main()
    assert seen == [follow_prices.signal.SIGTERM, True]
