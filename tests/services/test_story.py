"""Whole orders, from first to last, through the real handlers, however their events travel."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from runtime.dynamodb.attributes import deserialize_item
from services.analytics.app import report_purchases
from services.orders.app import domain
from services.payments.app import refund_payment, take_payment
from services.payments.app.simulated_processor import SimulatedProcessor
from tests.fakes.clients import Aws
from tests.fakes.fixtures import clear_caches, no_log
from tests.fakes.invocations import called, http_event
from tests.services.sample_messages import number, placed
from tests.services.world import World

ITEMS = ("disc", "book")

lines = st.tuples(st.sampled_from(ITEMS), st.integers(1, 3), st.sampled_from([0, 700]))
orders = st.lists(
    st.tuples(
        st.lists(lines, min_size=1, max_size=3),
        st.sampled_from(["card", "card", "card-declined", "transfer"]),
        st.sampled_from(["GB", "GB", "FR", "AQ"]),
        st.sampled_from(["choreography", "saga"]),
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture
def money(monkeypatch):
    """What the processor took and gave back, by order."""
    moves = {"charged": Counter(), "refunded": Counter()}

    class Counting(SimulatedProcessor):
        def charge(self, key, cents, method):
            moves["charged"][key] += 1
            return super().charge(key, cents, method)

        def refund(self, key, charge_id):
            moves["refunded"][key] += 1
            return super().refund(key, charge_id)

    for handler in (take_payment, refund_payment):
        monkeypatch.setattr(handler, "processor", Counting())
    return moves


def renew(aws, money):
    """Each example begins with an empty AWS, in the place of the one before."""
    vars(aws).update(vars(Aws()))
    clear_caches()
    for moves in money.values():
        moves.clear()


def rows(aws, table, key="orderId"):
    return {row[key]: row for row in map(deserialize_item, aws.dynamodb.rows(table))}


# A smaller example with the same seed is another story: shrinking would find others, for minutes.
@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(wanted=orders, stock=st.integers(0, 6), seed=st.integers(0, 2**32))
def test_whatever_fails_on_the_way_every_order_ends_and_all_tables_agree(
    aws, money, wanted, stock, seed
):
    renew(aws, money)
    for item in ITEMS:
        row = {"pk": {"S": f"item#{item}"}, "available": {"N": str(stock)}}
        aws.dynamodb.put_item(TableName="inventory", Item=row)
    world = World(aws, random.Random(seed))
    world.watch = lambda: no_stock_is_negative(aws)
    events = [
        placed(number(n), *lines, method=method, ship_to=ship_to, mode=mode)
        for n, (lines, method, ship_to, mode) in enumerate(wanted)
    ]
    for event in events:
        world.place(event)
    with no_log():
        world.run()

    confirmed = every_order_has_ended_as_it_had_to(aws, events)
    every_cancellation_has_a_cause(aws, world, events)
    what_is_sold_and_nothing_else_left_the_shelf(aws, confirmed, stock)
    each_buyer_paid_once_and_no_other_customer_paid(aws, money, events, confirmed)
    parcels_go_to_buyers_only(aws, events, confirmed)
    every_customer_was_notified_once(aws, events, confirmed)
    every_state_machine_did_what_it_was_there_for(world, events, confirmed)
    the_report_counts_what_was_bought(confirmed)
    every_event_has_the_correlation_id_of_its_order(aws)


def no_stock_is_negative(aws):
    for row in aws.dynamodb.rows("inventory"):
        assert int(row.get("available", {"N": "0"})["N"]) >= 0, row


def every_order_has_ended_as_it_had_to(aws, events):
    found = rows(aws, "orders")
    assert {row["status"] for row in found.values()} <= {domain.CONFIRMED, domain.CANCELLED}
    confirmed = [e for e in events if found[e.order_id]["status"] == domain.CONFIRMED]
    for event in confirmed:
        assert event.payment_method != "card-declined" or event.total_cents == 0
        assert event.ship_to != "AQ"
    for event in events:
        row = found[event.order_id]
        assert (row["status"] == domain.CANCELLED) is ("reason" in row)
        assert row["status"].lower() in row["timeline"]
        assert ("saga" in row) is (event.mode == "saga")
    return confirmed


def every_cancellation_has_a_cause(aws, world, events):
    found = rows(aws, "orders")
    for event in events:
        row = found[event.order_id]
        causes = {
            "too little of": True,
            "the card was declined": event.payment_method == "card-declined",
            "transfer": event.payment_method == "transfer",
            "the carrier does not serve AQ": event.ship_to == "AQ",
            "did not answer in time": event.mode == "saga" and world.lapses > 0,
        }
        said = [cause for cause in causes if cause in row.get("reason", "")]
        assert ("reason" not in row) or any(causes[cause] for cause in said), row


def what_is_sold_and_nothing_else_left_the_shelf(aws, confirmed, stock):
    sold = Counter()
    for event in confirmed:
        for line in event.lines:
            sold[line.item_id] += line.quantity
    shelf = rows(aws, "inventory", "pk")
    for item in ITEMS:
        assert shelf[f"item#{item}"]["available"] == stock - sold[item]


def each_buyer_paid_once_and_no_other_customer_paid(aws, money, events, confirmed):
    charged, refunded = money["charged"], money["refunded"]
    payments = rows(aws, "payments")
    for event in events:
        order_id, status = event.order_id, payments.get(event.order_id, {}).get("status")
        took = "chargeId" in payments.get(order_id, {})
        assert charged[order_id] <= 1
        assert refunded[order_id] <= took
        if event in confirmed:
            assert status == "COMPLETED", (event, payments[order_id])
            assert refunded[order_id] == 0
            by_card = event.payment_method == "card" and event.total_cents > 0
            assert charged[order_id] == by_card
        else:
            assert status in (None, "FAILED", "REFUNDED", "VOID"), payments[order_id]
            assert refunded[order_id] == took


def parcels_go_to_buyers_only(aws, events, confirmed):
    shipments = rows(aws, "shipments")
    for event in events:
        booked = shipments.get(event.order_id, {}).get("status") == "BOOKED"
        assert booked is (event in confirmed), (event, shipments.get(event.order_id))


def every_customer_was_notified_once(aws, events, confirmed):
    notices = [deserialize_item(row) for row in aws.dynamodb.rows("notices")]
    assert len(notices) == len(events)
    notified = {notice["orderId"]: notice["kind"] for notice in notices}
    assert notified == {
        event.order_id: "OrderConfirmed" if event in confirmed else "OrderCancelled"
        for event in events
    }


def every_state_machine_did_what_it_was_there_for(world, events, confirmed):
    sagas = [run for name, run in world.executions.ended if name.startswith("run-")]
    assert Counter(run.end for run in sagas if run.end != "AlreadyClaimed") == Counter(
        "Confirmed" if event in confirmed else "OrderProcessingFailed"
        for event in events
        if event.mode == "saga"
    )
    transfers = [run for name, run in world.executions.ended if not name.startswith("run-")]
    assert {run.status for run in transfers} <= {"SUCCEEDED"}


def the_report_counts_what_was_bought(confirmed):
    _, report = called(report_purchases.handle, http_event(user="agent", groups=["agents"]))
    assert report["total"] == {
        "customers": 1 if confirmed else 0,
        "orders": len(confirmed),
        "units": sum(event.units for event in confirmed),
        "cents": sum(event.total_cents for event in confirmed),
    }


def every_event_has_the_correlation_id_of_its_order(aws):
    published = {event["detail"]["metadata"]["correlationId"] for event in aws.events.published()}
    assert published == {"talk-1"}
