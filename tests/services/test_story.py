"""Whole orders, from first to last, through the real handlers, however their events travel."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.analytics.app import count_order, report_purchases
from services.inventory.app import release_stock, reserve_stock
from services.notifications.app import file_notice, notify_customer
from services.orders.app import advance_order, domain, store
from services.payments.app import take_payment
from services.payments.app.processor import SimulatedProcessor
from services.runtime.attributes import unmarshalled
from tests.fakes.clients import Aws
from tests.fakes.invocations import bus_body, called, delivered, http_event
from tests.services.orders_of import number, placed

LISTENERS = {
    "OrderPlaced": [reserve_stock],
    "InventoryReserved": [advance_order, take_payment],
    "InventoryFailed": [advance_order],
    "PaymentCompleted": [advance_order],
    "PaymentFailed": [advance_order, release_stock],
    "OrderConfirmed": [notify_customer, count_order],
    "OrderCancelled": [notify_customer],
}
MOST_TRIES = 40

orders = st.lists(
    st.tuples(
        st.lists(
            st.tuples(
                st.sampled_from(["disc", "book"]), st.integers(1, 3), st.sampled_from([0, 700])
            ),
            min_size=1,
            max_size=3,
        ),
        st.sampled_from(["card", "card", "card-declined"]),
    ),
    min_size=1,
    max_size=5,
)


class World:
    """Queues between the handlers; messages come in any order, some twice, some after failures."""

    def __init__(self, aws: Aws, chance: random.Random) -> None:
        self.aws, self.chance = aws, chance
        self.waiting = []
        self.heard = 0

    def place(self, event):
        order = {
            "orderId": event.order_id,
            "userId": event.user_id,
            "placedAt": event.placed_at,
            "orderedOn": "2026-11-21",
            "status": "PLACED",
            "units": sum(line.quantity for line in event.lines),
            "totalCents": event.total_cents,
            "timeline": {"placed": event.placed_at},
        }
        store.place(order)
        self._send(reserve_stock, bus_body(event))

    def run(self):
        while self.waiting:
            handler, body, tries = self.waiting.pop(self.chance.randrange(len(self.waiting)))
            is_calm = tries > 2
            self.aws.events.refusals = 0 if is_calm else self.chance.choice([0, 0, 0, 3])
            self.aws.dynamodb.collisions = 0 if is_calm else self.chance.choice([0, 0, 1, 6])
            assert tries < MOST_TRIES, body
            if delivered(handler.handle, body):
                self.waiting.append((handler, body, tries + 1))
            self._pass_on()

    def _pass_on(self):
        told = self.aws.events.told()
        for event in told[self.heard :]:
            for listener in LISTENERS[event["detail-type"]]:
                self._send(listener, event)
        self.heard = len(told)
        for message in self.aws.sns.messages:
            body = {"Type": "Notification", "Message": message["Message"]}
            self._send(file_notice, body)
        self.aws.sns.messages.clear()

    def _send(self, handler, body):
        copies = self.chance.choice([1, 1, 2])
        self.waiting += [(handler, body, 0)] * copies


@pytest.fixture
def charges(monkeypatch):
    counted = Counter()

    class Counting(SimulatedProcessor):
        def charge(self, key, cents, method):
            counted[key] += 1
            return super().charge(key, cents, method)

    monkeypatch.setattr(take_payment, "processor", Counting())
    return counted


def renew(aws):
    """Each example begins with an empty AWS, in the place of the one before."""
    vars(aws).update(vars(Aws()))
    from services.analytics.app import store as analytics_store
    from services.runtime import idempotency

    analytics_store._months_seen.clear()
    idempotency._store.cache_clear()


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wanted=orders, stock=st.integers(0, 6), seed=st.integers(0, 2**32))
def test_whatever_happens_on_the_way_every_order_ends_and_all_books_agree(
    aws, charges, wanted, stock, seed
):
    renew(aws)
    charges.clear()
    for item in ("disc", "book"):
        row = {"pk": {"S": f"item#{item}"}, "available": {"N": str(stock)}}
        aws.dynamodb.put_item(TableName="inventory", Item=row)
    world = World(aws, random.Random(seed))
    events = [placed(number(n), *lines, method=method) for n, (lines, method) in enumerate(wanted)]
    for event in events:
        world.place(event)
    world.run()

    rows = {r["orderId"]: r for r in map(unmarshalled, aws.dynamodb.rows("orders"))}
    ended = {order_id: row["status"] for order_id, row in rows.items()}
    assert set(ended.values()) <= {domain.CONFIRMED, domain.CANCELLED}
    confirmed = [event for event in events if ended[event.order_id] == domain.CONFIRMED]

    assert all(times == 1 for times in charges.values())
    assert all(charges[e.order_id] == (e.total_cents > 0) for e in confirmed)

    inventory = {r["pk"]: r for r in map(unmarshalled, aws.dynamodb.rows("inventory"))}
    sold = Counter()
    for event in confirmed:
        for line in event.lines:
            sold[line.item_id] += line.quantity
    for item in ("disc", "book"):
        assert inventory[f"item#{item}"]["available"] == stock - sold[item] >= 0

    _, report = called(report_purchases.handle, http_event(user="agent", groups=["agents"]))
    assert report["total"] == {
        "customers": 1 if confirmed else 0,
        "orders": len(confirmed),
        "units": sum(line.quantity for event in confirmed for line in event.lines),
        "cents": sum(event.total_cents for event in confirmed),
    }
    assert len(aws.dynamodb.rows("notices")) == len(events)
