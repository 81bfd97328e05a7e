"""Tests of the outbox: events from the stream of a table."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from runtime.clients.event_bus import PublishFailed
from runtime.dynamodb.outbox import Change, outbox_publisher, outbox_publisher_with
from runtime.dynamodb.table import Table
from runtime.dynamodb.transactions import transact_write
from tests.fakes.invocations import CONTEXT, streamed
from tests.services.sample_messages import number, paid, refused

orders = Table("orders")


DONE: dict = {"batchItemFailures": []}


def resume_at(record):
    """The response that has Lambda deliver this record next."""
    return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}


class Unreadable(Exception):
    """An item that the publisher cannot read."""


def consumer():
    """A publisher of payment events, and the changes that it received."""
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
    orders.put({"orderId": order_id, "correlationId": f"id-{order_id[-1]}", **more})


def published(aws):
    return [
        (event["detail-type"], event["detail"]["data"]["orderId"])
        for event in aws.events.published()
    ]


def test_inserts_updates_and_deletes_are_distinguished(aws):
    handle, seen = consumer()
    place(number(1), status="NEW")
    orders.update({"orderId": number(1)}, "SET #status = :status", {"status": "PAID"})
    aws.dynamodb.delete_item(TableName="orders", Key={"orderId": {"S": number(1)}})
    records = aws.dynamodb.stream("orders")
    assert [record["eventName"] for record in records] == ["INSERT", "MODIFY", "REMOVE"]
    streamed(handle, records)
    new = {"orderId": number(1), "correlationId": "id-1", "status": "NEW"}
    paid_for = {**new, "status": "PAID"}
    assert seen == [
        Change(before=None, after=new),
        Change(before=new, after=paid_for),
        Change(before=paid_for, after=None),
    ]
    assert [kind for kind, _ in published(aws)] == ["PaymentCompleted", "PaymentFailed"]


def test_transactions_are_in_the_stream_and_writes_without_effect_are_not(aws):
    writes = [("Put", orders.put_request({"orderId": number(n)})) for n in (1, 2)]
    transact_write(writes)
    transact_write(writes)
    assert [record["eventName"] for record in aws.dynamodb.stream("orders")] == ["INSERT"] * 2


def test_each_event_has_the_correlation_id_of_its_item(aws):
    handle, _ = consumer()
    place(number(1))
    place(number(2))
    streamed(handle, aws.dynamodb.stream("orders"))
    ids = [event["detail"]["metadata"]["correlationId"] for event in aws.events.published()]
    assert ids == ["id-1", "id-2"]


def test_an_item_without_a_correlation_id_gets_one(aws):
    handle, _ = consumer()
    orders.put({"orderId": number(1)})
    streamed(handle, aws.dynamodb.stream("orders"))
    [event] = aws.events.published()
    assert len(event["detail"]["metadata"]["correlationId"]) == 36


def test_a_change_that_is_delivered_again_is_the_same_event(aws):
    handle, _ = consumer()
    place(number(1))
    place(number(2))
    records = aws.dynamodb.stream("orders")
    streamed(handle, records)
    streamed(handle, records)
    ids = [event["detail"]["metadata"]["eventId"] for event in aws.events.published()]
    assert ids[:2] == ids[2:]
    assert len(set(ids)) == 2


def test_changes_of_two_tables_have_different_event_ids(aws):
    handle, _ = consumer()
    place(number(1))
    [record] = aws.dynamodb.stream("orders")
    streamed(handle, [record])
    streamed(handle, [{**record, "eventSourceARN": "arn:another"}])
    ids = [event["detail"]["metadata"]["eventId"] for event in aws.events.published()]
    assert len(set(ids)) == 2


def test_changes_are_published_in_order_ten_in_a_call(aws):
    handle, _ = consumer()
    for n in range(23):
        place(number(n))
    streamed(handle, aws.dynamodb.stream("orders"))
    assert aws.events.batches == [10, 10, 3]
    assert published(aws) == [("PaymentCompleted", number(n)) for n in range(23)]


def test_a_change_without_an_event_publishes_nothing(aws):
    @outbox_publisher
    def handle(change):
        return None

    place(number(1))
    assert streamed(handle, aws.dynamodb.stream("orders")) == DONE
    assert aws.events.batches == []


def test_a_change_that_fails_is_kept_in_the_dead_letter_queue_and_holds_up_no_other(aws, log):
    handle, _ = consumer()
    place(number(1))
    place(number(2), status="BROKEN")
    place(number(3))
    records = aws.dynamodb.stream("orders")
    assert streamed(handle, records) == DONE
    assert published(aws) == [("PaymentCompleted", number(1)), ("PaymentCompleted", number(3))]
    [kept] = aws.sqs.sent
    assert json.loads(kept["MessageBody"]) == {"Records": [records[1]]}
    reason = {name: each["StringValue"] for name, each in kept["MessageAttributes"].items()}
    assert reason == {"ERROR_CODE": "Unreadable", "ERROR_MESSAGE": "what is this?"}
    [line] = [line for line in log() if line.get("message") == "record failed"]
    assert (line["record_id"], line["error_type"]) == ("orders-2", "Unreadable")
    assert line["correlation_id"] == "id-2"


def test_what_the_dead_letter_queue_keeps_is_an_event_that_is_published_after_a_fix(aws):
    handle, _ = consumer()
    place(number(1), status="BROKEN")
    streamed(handle, aws.dynamodb.stream("orders"))
    mended = outbox_publisher(lambda change: paid(change.after["orderId"]))
    mended(json.loads(aws.sqs.sent[0]["MessageBody"]), CONTEXT)
    assert published(aws) == [("PaymentCompleted", number(1))]


def test_an_event_that_no_bus_takes_is_kept_as_one_that_cannot_be_made(aws):
    handle = outbox_publisher(
        lambda change: (
            replace(refused(), reason="?" * 300_000) if "reason" in change.after else paid()
        )
    )
    place(number(1), reason="long")
    place(number(2))
    streamed(handle, aws.dynamodb.stream("orders"))
    assert [kind for kind, _ in published(aws)] == ["PaymentCompleted"]
    [kept] = aws.sqs.sent
    assert kept["MessageAttributes"]["ERROR_CODE"]["StringValue"] in (
        "EventTooLarge",
        "ContractViolation",
    )


def test_a_record_that_no_queue_takes_is_kept_by_its_keys(aws):
    handle, _ = consumer()
    place(number(1), status="BROKEN", text="x" * 300_000)
    streamed(handle, aws.dynamodb.stream("orders"))
    [kept] = json.loads(aws.sqs.sent[0]["MessageBody"])["TooLong"]
    assert kept["dynamodb"]["Keys"] == {"orderId": {"S": number(1)}}
    assert set(kept["dynamodb"]) == {"Keys", "SequenceNumber", "StreamViewType"}


def test_a_change_that_the_dead_letter_queue_does_not_take_is_delivered_again_and_none_before(aws):
    handle, _ = consumer()
    place(number(1))
    place(number(2), status="BROKEN")
    place(number(3))
    records = aws.dynamodb.stream("orders")
    aws.sqs.is_unavailable = True
    assert streamed(handle, records) == resume_at(records[1])
    assert published(aws) == [("PaymentCompleted", number(1))]


def test_an_invocation_that_kept_a_change_counts_as_failed(aws, capsys):
    handle, _ = consumer()
    place(number(1), status="BROKEN")
    streamed(handle, aws.dynamodb.stream("orders"))
    assert "AnsweredFailures" in capsys.readouterr().out


def test_the_response_names_the_first_event_that_the_bus_rejects(aws):
    handle, _ = consumer()
    for n in range(12):
        place(number(n))
    records = aws.dynamodb.stream("orders")
    aws.events.reject(number(3), times=3)
    assert streamed(handle, records) == resume_at(records[3])
    assert streamed(handle, records[3:]) == DONE
    assert {name for _, name in published(aws)} == {number(n) for n in range(12)}
    assert [name for _, name in published(aws)].count(number(2)) == 1


def test_an_event_that_the_bus_rejects_at_three_tries_is_kept_and_holds_up_no_other(aws):
    handle, _ = consumer()
    place(number(1))
    place(number(2))
    records = aws.dynamodb.stream("orders")
    aws.events.reject(number(1), times=9)
    for _ in range(2):
        assert streamed(handle, records) == resume_at(records[0])
        assert aws.sqs.sent == []
    assert streamed(handle, records) == DONE
    [kept] = aws.sqs.sent
    assert json.loads(kept["MessageBody"]) == {"Records": [records[0]]}
    assert kept["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "PublishFailed"
    assert published(aws)[-1] == ("PaymentCompleted", number(2))


def test_while_the_bus_is_away_a_batch_moves_on_by_one_kept_change_in_three_tries(aws):
    handle, _ = consumer()
    for n in range(3):
        place(number(n))
    records = aws.dynamodb.stream("orders")
    aws.events.failures = 1_000
    resumed = [streamed(handle, records), streamed(handle, records), streamed(handle, records)]
    assert resumed == [resume_at(records[0]), resume_at(records[0]), resume_at(records[1])]
    assert len(aws.sqs.sent) == 1


def test_a_change_before_one_that_comes_again_is_not_kept_twice(aws):
    handle, _ = consumer()
    place(number(1))
    place(number(2), status="BROKEN")
    records = aws.dynamodb.stream("orders")
    aws.events.failures = 3
    assert streamed(handle, records) == resume_at(records[0])
    assert aws.sqs.sent == []
    assert streamed(handle, records) == DONE
    assert len(aws.sqs.sent) == 1


def test_a_redriven_change_that_fails_again_fails_the_invocation_and_is_not_kept_once_more(aws):
    handle, _ = consumer()
    place(number(1), status="BROKEN")
    event = {"Records": aws.dynamodb.stream("orders"), "redrive": True}
    with pytest.raises(Unreadable):
        handle(event, CONTEXT)
    place(number(2))
    aws.events.failures = 3
    with pytest.raises(PublishFailed):
        handle({"Records": aws.dynamodb.stream("orders")[1:], "redrive": True}, CONTEXT)
    assert aws.sqs.sent == []


def test_an_item_deleted_by_its_ttl_is_distinguished_from_one_deleted_by_a_caller(aws):
    handle, seen = consumer()
    place(number(1))
    aws.dynamodb.delete_item(TableName="orders", Key={"orderId": {"S": number(1)}})
    removal = aws.dynamodb.stream("orders")[-1]
    streamed(handle, [removal])
    signed = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    streamed(handle, [{**removal, "userIdentity": signed}])
    assert [change.is_expiry for change in seen] == [False, True]


def test_what_follows_an_event_follows_only_when_it_is_on_the_bus(aws):
    after = []

    @outbox_publisher_with(lambda event: after.append((event.order_id, published(aws))))
    def handle(change):
        return paid(change.after["orderId"]) if change.after["status"] == "PAID" else None

    place(number(1), status="PAID")
    place(number(2), status="NEW")
    aws.events.failures = 3
    records = aws.dynamodb.stream("orders")
    assert streamed(handle, records) == resume_at(records[0])
    assert after == []
    streamed(handle, aws.dynamodb.stream("orders"))
    assert after == [(number(1), [("PaymentCompleted", number(1))])]
