"""Tests of the job that ends orders which have been open for too long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.codec import encode
from contracts.orders import OrderLine, PlaceOrder
from services.orders.app import (
    outbox_events,
    publish_changes,
    step_tokens,
    store,
    sweep_orders,
)
from services.orders.app.domain import (
    CANCELLED,
    CONFIRMED,
    PLACED,
    RESERVED,
    Transition,
    new_order,
)
from services.orders.app.saga_steps import PAY
from tests.fakes.invocations import CONTEXT, scheduled

EXECUTION = "arn:aws:states:eu-west-1:000000000000:execution:saga:run-1"
COMMANDS = ["ShipmentCancellationRequested", "RefundRequested", "ReleaseRequested"]
SWEPT = ["OrderCancelled", *COMMANDS]


def stored(hours: float, *, method: str = "card", mode="choreography") -> str:
    """An order that was placed so many hours ago; its id."""
    at = datetime.now(UTC) - timedelta(hours=hours)
    body = PlaceOrder(
        lines=(OrderLine(item_id="disc", quantity=2),), payment_method=method, ship_to="GB"
    )
    order = new_order(
        body,
        {"disc": 1500},
        user_id="ada",
        key=f"{hours} {method} {mode}",
        mode=mode,
        at=at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        correlation_id="correlation-1",
    )
    store.orders.insert(order)
    return order.order_id


def sweep(at: str = "2026-11-29T08:00:00Z") -> list[str]:
    return scheduled(sweep_orders.handle, "sweep", at)


def published(aws) -> list[str]:
    return [event["detail-type"] for event in aws.events.published()]


@pytest.mark.parametrize(
    ("hours", "method", "status"),
    [
        (5.9, "card", PLACED),
        (6.1, "card", CANCELLED),
        (6.1, "transfer", PLACED),
        (102.9, "transfer", PLACED),
        (103.1, "transfer", CANCELLED),
    ],
)
def test_an_order_is_ended_after_the_limit_of_its_payment(aws, hours, method, status):
    order = stored(hours, method=method)
    assert sweep() == []
    assert store.orders.find(order).status == status
    assert published(aws) == (SWEPT if status == CANCELLED else ["OrderPlaced"])


@pytest.mark.parametrize(
    ("hours", "method", "status", "resumed"),
    [
        (1.4, "card", PLACED, False),
        (1.6, "card", PLACED, True),
        (1.6, "transfer", PLACED, True),
        (1.6, "card", RESERVED, True),
        (1.6, "transfer", RESERVED, False),
        (98.4, "transfer", RESERVED, False),
        (98.6, "transfer", RESERVED, True),
    ],
)
def test_an_order_that_stands_still_is_processed_again(aws, hours, method, status, resumed):
    """After a quarter of the limit; one that waits for the bank, after the bank's time besides."""
    order = stored(hours, method=method)
    store.apply(store.orders.find(order), Transition(status=status))
    assert sweep() == []
    assert published(aws) == (["OrderPlaced"] if resumed else [])
    assert store.orders.find(order).status == status


def test_the_event_that_is_published_again_is_that_of_the_order(aws):
    order = store.orders.find(stored(2))
    sweep()
    [event] = aws.events.published()
    assert event["detail"]["metadata"]["correlationId"] == "correlation-1"
    assert event["detail"]["data"] == encode(outbox_events.placed(order))


def test_an_order_is_processed_again_once_in_a_quarter_of_the_limit(aws):
    order = stored(3)
    sweep()
    sweep("2026-11-29T08:15:00Z")
    assert published(aws) == ["OrderPlaced"]
    before = datetime.now(UTC) - timedelta(hours=1.6)
    store.record_resumed(order, before.isoformat())
    sweep("2026-11-29T08:30:00Z")
    assert published(aws) == ["OrderPlaced"] * 2


def test_a_saga_that_was_never_started_is_started_by_the_same_event(aws):
    order = stored(2, mode="saga")
    sweep()
    assert published(aws) == ["OrderPlaced"]
    assert store.orders.find(order).status == PLACED


def test_a_swept_order_says_why_and_leaves_the_index(aws):
    order = stored(7)
    sweep()
    found = store.orders.find(order)
    assert (found.reason, found.open_shard) == ("it was not completed in time", None)
    sweep("2026-11-29T08:15:00Z")
    assert published(aws) == SWEPT


def test_a_sweep_that_could_not_publish_is_made_up(aws, monkeypatch):
    order = stored(7)

    def refuse(*events):
        raise ConnectionError("no answer")

    with monkeypatch.context() as patched:
        patched.setattr(sweep_orders, "publish", refuse)
        assert sweep() == ["m0"]
    assert store.orders.find(order).status == CANCELLED
    # The event of the change must not take it out of the index.
    publish_changes.handle({"Records": aws.dynamodb.stream("orders")}, CONTEXT)
    aws.events.entries.clear()
    assert sweep() == []
    assert published(aws) == SWEPT


@pytest.mark.parametrize(
    ("transition", "event"),
    [
        (Transition(status=CONFIRMED), "OrderConfirmed"),
        (Transition(status=CANCELLED, reason="the card was declined"), "OrderCancelled"),
    ],
)
def test_the_end_of_an_order_that_was_never_published_is_published_once(aws, transition, event):
    """As after the stream's records were lost; no compensation is requested."""
    order = stored(2)
    store.apply(store.orders.find(order), transition)
    assert sweep() == []
    assert published(aws) == [event]
    assert sweep("2026-11-29T08:15:00Z") == []
    assert published(aws) == [event]


def test_an_order_whose_end_is_published_is_not_swept(aws):
    order = stored(7)
    store.apply(store.orders.find(order), Transition(status=CONFIRMED))
    publish_changes.handle({"Records": aws.dynamodb.stream("orders")}, CONTEXT)
    assert published(aws) == ["OrderPlaced", "OrderConfirmed"]
    assert store.open_before("9999") == []
    assert sweep() == []
    assert published(aws) == ["OrderPlaced", "OrderConfirmed"]


def test_an_order_that_was_deleted_does_not_come_back(aws):
    store.leave_open("00000000-0000-0000-0000-000000000009")
    assert aws.dynamodb.rows("orders") == []


@pytest.mark.parametrize("hours", [1.6, 7])
def test_an_order_whose_workflow_has_died_is_ended(aws, hours):
    order = stored(hours, mode="saga")
    store.orders.table.update({"orderId": order}, "SET #saga = :saga", {"saga": EXECUTION})
    sweep()
    assert store.orders.find(order).status == CANCELLED
    assert published(aws) == SWEPT


def test_a_running_workflow_is_left_alone_until_the_limit(aws):
    order = stored(5.9, mode="saga")
    store.orders.table.update({"orderId": order}, "SET #saga = :saga", {"saga": EXECUTION})
    aws.stepfunctions.started["run-1"] = "{}"
    aws.stepfunctions.waiting.add("token-of-payment")
    step_tokens.put(order, PAY, "token-of-payment")
    sweep()
    assert (aws.stepfunctions.settled, published(aws)) == ({}, [])


def test_a_card_payment_that_a_running_saga_waits_for_is_failed_and_the_saga_compensates(aws):
    order = stored(7, mode="saga")
    store.orders.table.update({"orderId": order}, "SET #saga = :saga", {"saga": EXECUTION})
    aws.stepfunctions.started["run-1"] = "{}"
    aws.stepfunctions.waiting.add("token-of-payment")
    step_tokens.put(order, PAY, "token-of-payment")
    sweep()
    assert aws.stepfunctions.settled == {
        "token-of-payment": ("States.Timeout", "it was not completed in time")
    }
    assert store.orders.find(order).status == PLACED
    assert published(aws) == []
