"""Tests of the outbox of orders: each change of a row is published once, as the event it means."""

from __future__ import annotations

from services.orders.app import advance_order, publish_changes, store
from tests.fakes.invocations import CONTEXT, bus_body, delivered
from tests.services.sample_messages import (
    ID,
    fulfilled,
    paid,
    placed,
    refused,
    reserved,
    row,
    shipped,
)


def consume(*events):
    assert delivered(advance_order.handle, *[bus_body(event) for event in events]) == []


def drained(aws):
    """All that the stream of the table holds so far, handed to the function."""
    publish_changes.handle({"Records": aws.dynamodb.stream("orders")}, CONTEXT)
    return aws.events.published()


def kinds(aws):
    return [event["detail-type"] for event in drained(aws)]


def test_a_new_row_is_a_placed_order(aws):
    store.orders.insert(
        row(placed(ID, ("disc", 2, 700), ("book", 1, 0), ship_to="FR", mode="saga"))
    )
    [published] = drained(aws)
    assert (published["source"], published["detail-type"]) == ("orders", "OrderPlaced")
    assert published["detail"]["data"] == {
        "orderId": ID,
        "userId": "ann",
        "placedAt": "2026-11-21T10:00:00.000Z",
        "orderedOn": "2026-11-21",
        "lines": [
            {"itemId": "disc", "quantity": 2, "unitCents": 700},
            {"itemId": "book", "quantity": 1, "unitCents": 0},
        ],
        "units": 3,
        "totalCents": 1400,
        "paymentMethod": "card",
        "shipTo": "FR",
        "mode": "saga",
    }


def test_an_event_has_the_correlation_id_of_the_request_that_placed_the_order(aws):
    store.orders.insert(row(placed(), correlation_id="talk-7"))
    [published] = drained(aws)
    assert published["detail"]["metadata"]["correlationId"] == "talk-7"


def test_only_the_end_of_an_order_is_published_after_that(aws):
    store.orders.insert(row(placed()))
    consume(reserved(), paid(), shipped(), fulfilled())
    assert kinds(aws) == ["OrderPlaced", "OrderConfirmed"]


def test_a_confirmed_order_says_what_it_is_worth(aws):
    store.orders.insert(row(placed()))
    consume(shipped())
    confirmed = drained(aws)[-1]["detail"]["data"]
    assert (confirmed["units"], confirmed["totalCents"]) == (1, 1500)
    assert (confirmed["userId"], confirmed["orderedOn"]) == ("ann", "2026-11-21")


def test_a_cancelled_order_says_why(aws):
    store.orders.insert(row(placed()))
    consume(reserved(), refused(), refused())
    [_, cancelled] = drained(aws)
    assert cancelled["detail-type"] == "OrderCancelled"
    assert cancelled["detail"]["data"]["reason"] == "the card was declined"


def test_a_change_after_the_end_publishes_it_no_second_time(aws):
    store.orders.insert(row(placed()))
    consume(shipped(), reserved(), paid(), shipped(), fulfilled())
    assert kinds(aws).count("OrderConfirmed") == 1


def test_a_deleted_row_publishes_nothing(aws):
    store.orders.insert(row(placed()))
    aws.dynamodb.delete_item(TableName="orders", Key={"orderId": {"S": ID}})
    assert kinds(aws) == ["OrderPlaced"]
