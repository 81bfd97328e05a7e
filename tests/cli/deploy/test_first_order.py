"""The first order of a stage, against a shop that answers from a list."""

from __future__ import annotations

from itertools import count

import pytest

from cli.deploy import first_order
from cli.shop.client import HttpError

TIMES = {"placed": "2026-01-01T00:00:00+00:00", "confirmed": "2026-01-01T00:00:01+00:00"}


class FakeShop:
    """Fails with a status until its list is empty; records the keys of the orders."""

    def __init__(self, *failures):
        self.failures, self.keys = list(failures), []

    def sign_in(self, user, group=None):
        return user

    def request(self, method, service, path, token=None, body=None, **headers):
        if method == "POST" and service == "orders":
            self.keys.append(headers["Idempotency_Key"])
            if self.failures:
                raise HttpError("POST /orders", self.failures.pop(0), "{}")
            return {"orderId": "1", "totalCents": 2590}
        return {"status": "CONFIRMED", "timeline": TIMES}


@pytest.fixture
def place(monkeypatch):
    monkeypatch.setattr(first_order, "RETRY_SECONDS", 0)

    def run(*failures):
        shop = FakeShop(*failures)
        monkeypatch.setattr(first_order, "Shop", lambda *stage: shop)
        first_order.place("local", "us-east-1", "http://127.0.0.1:1")
        return shop

    return run


def test_an_order_that_cannot_be_placed_for_a_moment_is_placed_again_with_its_key(place, capsys):
    shop = place(503, 503)
    assert len(shop.keys) == 3
    assert len(set(shop.keys)) == 1
    assert "first order 1: 25.90" in capsys.readouterr().out


@pytest.mark.parametrize("status", [400, 500])
def test_any_other_failure_is_reported_at_once(place, status):
    with pytest.raises(HttpError):
        place(status)


def test_it_is_not_tried_for_ever(place, monkeypatch):
    monkeypatch.setattr(first_order, "STEP_WITHIN_SECONDS", -1)
    with pytest.raises(HttpError):
        place(503)


def test_an_order_whose_every_step_is_slow_is_followed_to_its_end(monkeypatch, place):
    at = TIMES["placed"]
    statuses = iter(("placed", "reserved", "paid", "confirmed"))
    taken: dict[str, str] = {}

    def request(self, method, service, path, token=None, body=None, **headers):
        if method == "GET":
            taken[status := next(statuses)] = at
            return {"status": status.upper(), "timeline": dict(taken)}
        return {"orderId": "1", "totalCents": 2590}

    seconds = count(step=20)
    monkeypatch.setattr(first_order.time, "monotonic", lambda: next(seconds))
    monkeypatch.setattr(FakeShop, "request", request)
    place()
    assert list(taken) == ["placed", "reserved", "paid", "confirmed"]
