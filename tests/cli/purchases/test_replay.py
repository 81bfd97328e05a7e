"""A replay waits for what analytics has not counted yet, whichever run has placed it."""

from __future__ import annotations

from datetime import date

import pytest
from rich.console import Console

from cli.purchases import replay
from cli.purchases.cdnow import Purchase, Totals
from cli.terminal.progress import progress_on

PURCHASES = [
    Purchase(1, "cdnow-0001", date(1997, 1, 1), 1, 1000),
    Purchase(2, "cdnow-0002", date(1997, 1, 2), 1, 1500),
]


class FakeShop:
    """All orders stand already; analytics has counted so many of them when asked one by one."""

    def __init__(self, *counted):
        self.counted = list(counted)

    def sign_in(self, user, group):
        return "token"

    def request(self, method, service, path, *rest, **headers):
        if service == "analytics":
            # The last answer stays.
            orders = self.counted.pop(0) if len(self.counted) > 1 else self.counted[0]
            bought = PURCHASES[:orders]
            cents = sum(each.cents for each in bought)
            month = {"month": "1997-01", "newCustomers": orders, "orders": orders, "units": orders}
            return {"months": [{**month, "cents": cents}]}
        return {"status": "CONFIRMED"} if path == "/orders" else {"unknown": []}


def replayed(shop):
    with progress_on(Console(quiet=True)) as progress:
        return replay.replay(shop, PURCHASES, 1, progress)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(replay, "POLL_SECONDS", 0.0)


def test_orders_that_an_interrupted_replay_has_placed_are_waited_for():
    assert replayed(FakeShop(0, 0, 1, 1, 2)) == Totals.of(PURCHASES)


def test_what_is_not_counted_is_not_waited_for_without_end(monkeypatch):
    monkeypatch.setattr(replay, "QUIET_SECONDS", 0.1)
    assert replayed(FakeShop(0, 1)).orders == 1
