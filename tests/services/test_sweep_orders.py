"""Tests of the job that ends orders which have been open for too long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.orders import OrderLine, PlaceOrder
from services.orders.app import step_tokens, store, sweep_orders
from services.orders.app.domain import CANCELLED, CONFIRMED, PLACED, Transition, new_order
from services.orders.app.saga_steps import PAY
from tests.fakes.invocations import scheduled

EXECUTION = "arn:aws:states:eu-west-1:000000000000:execution:saga:run-1"
COMMANDS = ["ShipmentCancellationRequested", "RefundRequested", "ReleaseRequested"]


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
    assert published(aws) == (COMMANDS if status == CANCELLED else [])


def test_a_swept_order_says_why_and_leaves_the_index(aws):
    order = stored(7)
    sweep()
    found = store.orders.find(order)
    assert (found.reason, found.open_shard) == ("it was not completed in time", None)
    sweep("2026-11-29T08:15:00Z")
    assert published(aws) == COMMANDS


def test_a_sweep_that_could_not_publish_is_made_up(aws, monkeypatch):
    order = stored(7)

    def refuse(*events):
        raise ConnectionError("no answer")

    with monkeypatch.context() as patched:
        patched.setattr(sweep_orders, "publish", refuse)
        assert sweep() == ["m0"]
    assert store.orders.find(order).status == CANCELLED
    assert sweep() == []
    assert published(aws) == COMMANDS


def test_an_order_that_ends_is_not_swept(aws):
    order = stored(7)
    store.apply(store.orders.find(order), Transition(status=CONFIRMED))
    assert store.open_before("9999") == []
    assert sweep() == []
    assert published(aws) == []


def test_an_order_whose_workflow_has_died_is_ended(aws):
    order = stored(7, mode="saga")
    store.orders.table.update({"orderId": order}, "SET #saga = :saga", {"saga": EXECUTION})
    sweep()
    assert store.orders.find(order).status == CANCELLED
    assert published(aws) == COMMANDS


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
