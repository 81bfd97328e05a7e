"""Tests of announcing what was written to a table."""

from __future__ import annotations

import pytest

from runtime.clients.event_bus import PublishFailed
from runtime.dynamodb.outbox import Change, outbox_publisher
from runtime.dynamodb.table import Table
from runtime.dynamodb.transactions import transact_write
from tests.fakes.invocations import streamed
from tests.services.orders_of import number, paid, refused

orders = Table("orders")


class Unreadable(Exception):
    """A change that no code of today understands."""


def listening():
    """A publisher that tells of payment, and every change it saw."""
    seen = []

    @outbox_publisher
    def handle(change):
        seen.append(change)
        if change.after is None:
            return None
        if change.after.get("status") == "BROKEN":
            raise Unreadable("what is this?")
        return paid(change.after["orderId"]) if change.before is None else refused()

    return handle, seen


def place(order_id, **more):
    orders.put({"orderId": order_id, "correlationId": f"talk-{order_id[-1]}", **more})


def told(aws):
    return [
        (event["detail-type"], event["detail"]["data"]["orderId"])
        for event in aws.events.published()
    ]


def test_an_insert_a_change_and_a_removal_are_told_apart(aws):
    handle, seen = listening()
    place(number(1), status="NEW")
    orders.update({"orderId": number(1)}, "SET #status = :status", {"status": "PAID"})
    aws.dynamodb.delete_item(TableName="orders", Key={"orderId": {"S": number(1)}})
    records = aws.dynamodb.stream("orders")
    assert [record["eventName"] for record in records] == ["INSERT", "MODIFY", "REMOVE"]
    streamed(handle, records)
    new = {"orderId": number(1), "correlationId": "talk-1", "status": "NEW"}
    paid_for = {**new, "status": "PAID"}
    assert seen == [
        Change(before=None, after=new),
        Change(before=new, after=paid_for),
        Change(before=paid_for, after=None),
    ]
    assert [kind for kind, _ in told(aws)] == ["PaymentCompleted", "PaymentFailed"]


def test_writes_of_a_transaction_are_changes_too_and_one_without_effect_is_none(aws):
    writes = [("Put", orders.put_request({"orderId": number(n)})) for n in (1, 2)]
    transact_write(writes)
    transact_write(writes)
    assert [record["eventName"] for record in aws.dynamodb.stream("orders")] == ["INSERT"] * 2


def test_each_event_is_part_of_the_conversation_that_its_row_belongs_to(aws):
    handle, _ = listening()
    place(number(1))
    place(number(2))
    streamed(handle, aws.dynamodb.stream("orders"))
    ids = [event["detail"]["metadata"]["correlationId"] for event in aws.events.published()]
    assert ids == ["talk-1", "talk-2"]


def test_a_row_that_names_no_conversation_begins_one(aws):
    handle, _ = listening()
    orders.put({"orderId": number(1)})
    streamed(handle, aws.dynamodb.stream("orders"))
    [event] = aws.events.published()
    assert len(event["detail"]["metadata"]["correlationId"]) == 36


def test_a_change_that_comes_again_is_told_as_the_same_event(aws):
    handle, _ = listening()
    place(number(1))
    place(number(2))
    records = aws.dynamodb.stream("orders")
    streamed(handle, records)
    streamed(handle, records)
    ids = [event["detail"]["metadata"]["eventId"] for event in aws.events.published()]
    assert ids[:2] == ids[2:]
    assert len(set(ids)) == 2


def test_changes_of_two_tables_are_never_the_same_event(aws):
    handle, _ = listening()
    place(number(1))
    [record] = aws.dynamodb.stream("orders")
    streamed(handle, [record])
    streamed(handle, [{**record, "eventSourceARN": "arn:another"}])
    ids = [event["detail"]["metadata"]["eventId"] for event in aws.events.published()]
    assert len(set(ids)) == 2


def test_changes_are_told_in_their_order_ten_at_a_time(aws):
    handle, _ = listening()
    for n in range(23):
        place(number(n))
    streamed(handle, aws.dynamodb.stream("orders"))
    assert aws.events.batches == [10, 10, 3]
    assert told(aws) == [("PaymentCompleted", number(n)) for n in range(23)]


def test_a_change_that_means_nothing_tells_nothing(aws):
    @outbox_publisher
    def handle(change):
        return None

    place(number(1))
    assert streamed(handle, aws.dynamodb.stream("orders")) == {}
    assert aws.events.batches == []


def test_a_change_that_cannot_be_read_is_raised_after_those_before_it_were_told(aws, log):
    handle, _ = listening()
    place(number(1))
    place(number(2), status="BROKEN")
    place(number(3))
    with pytest.raises(Unreadable):
        streamed(handle, aws.dynamodb.stream("orders"))
    assert told(aws) == [("PaymentCompleted", number(1))]
    [line] = log()
    assert (line["message"], line["change"]) == ("left in the stream", "orders-2")
    assert (line["error_type"], line["correlation_id"]) == ("Unreadable", "talk-2")


def test_a_bus_that_keeps_refusing_is_raised_so_that_the_changes_come_again(aws):
    handle, _ = listening()
    place(number(1))
    aws.events.failures = 3
    with pytest.raises(PublishFailed):
        streamed(handle, aws.dynamodb.stream("orders"))
    streamed(handle, aws.dynamodb.stream("orders"))
    assert told(aws) == [("PaymentCompleted", number(1))]


def test_what_dynamodb_removed_by_itself_is_told_from_what_somebody_deleted(aws):
    handle, seen = listening()
    place(number(1))
    aws.dynamodb.delete_item(TableName="orders", Key={"orderId": {"S": number(1)}})
    removal = aws.dynamodb.stream("orders")[-1]
    streamed(handle, [removal])
    signed = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    streamed(handle, [{**removal, "userIdentity": signed}])
    assert [change.is_expiry for change in seen] == [False, True]
