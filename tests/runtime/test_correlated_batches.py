"""Tests of the log of functions that process inputs together: each has its own correlation id."""

from __future__ import annotations

import base64
import json

import pytest

from contracts.shipping import ShipmentFailed
from runtime import subjects
from runtime.clients.event_bus import OutgoingEvent, publish, publish_all
from runtime.dynamodb.outbox import outbox_publisher, outbox_publisher_with
from runtime.dynamodb.table import Table
from runtime.lake.collector import collector
from runtime.observability import current_correlation_id, logger
from runtime.sqs.messages import message_consumer
from runtime.streams.kinesis import record_consumer, records_consumer
from runtime.streams.transform import Delivered, delivery_transform
from tests.fakes.invocations import CONTEXT, bus_body, delivered, streamed
from tests.services.sample_messages import ID, paid

PAID = type(paid())


def envelope(number, **data):
    return {"metadata": {"correlationId": f"id-{number}"}, "data": data}


def encoded(value):
    return base64.b64encode(json.dumps(value).encode()).decode()


def records(*envelopes):
    return {
        "Records": [
            {
                "eventID": f"shard-0:{place}",
                "kinesis": {
                    "partitionKey": "ann",
                    "sequenceNumber": str(place),
                    "data": encoded(each),
                },
            }
            for place, each in enumerate(envelopes)
        ]
    }


def lines(log, message):
    return [line for line in log() if line["message"] == message]


def test_each_record_is_consumed_and_published_under_its_own_correlation_id(aws, log):
    @record_consumer(lambda data: data)
    def handle(record):
        publish(paid())

    handle(records(envelope(1), envelope(2)), CONTEXT)
    ids = [event["detail"]["metadata"]["correlationId"] for event in aws.events.published()]
    assert ids == ["id-1", "id-2"]
    done = lines(log, "input processed")
    assert [line["correlation_id"] for line in done] == ["id-1", "id-2"]


def test_records_that_are_consumed_together_are_in_one_line(aws, log):
    @records_consumer(lambda data: data)
    def handle(all_of_them):
        pass

    handle(records(envelope(1), envelope(2), envelope(1)), CONTEXT)
    [line] = lines(log, "records processed")
    assert line["correlation_ids"] == ["id-1", "id-2"]
    assert "correlation_id" not in line


@pytest.mark.parametrize("together", [True, False])
def test_the_record_that_fails_is_logged_under_its_own_correlation_id(aws, log, together):
    consumer = records_consumer if together else record_consumer

    @consumer(lambda data: data)
    def handle(given):
        if any(each.value["data"].get("bad") for each in (given if together else [given])):
            raise ConnectionError("away")

    handle(records(envelope(1), envelope(2, bad=True), envelope(3)), CONTEXT)
    [line] = lines(log, "record failed")
    assert line["correlation_id"] == "id-2"
    assert [each["correlation_id"] for each in lines(log, "input processed")] == ["id-1"]


def test_a_record_without_a_correlation_id_does_not_take_that_of_the_one_before(aws, log):
    seen = []

    @record_consumer(lambda data: data)
    def handle(record):
        seen.append(current_correlation_id())

    handle(records(envelope(1), {"no": "envelope"}), CONTEXT)
    assert seen[0] == "id-1"
    assert seen[1] not in ("", "id-1")


def rows(*numbers):
    for number in numbers:
        Table("orders").put({"orderId": f"{ID[:-1]}{number}", "correlationId": f"id-{number}"})


def test_each_event_of_an_outbox_is_logged_under_its_own_correlation_id(aws, log):
    rows(1, 2)
    streamed(outbox_publisher(lambda change: paid()), aws.dynamodb.stream("orders"))
    found = lines(log, "event published")
    assert [line["correlation_id"] for line in found] == ["id-1", "id-2"]
    assert {(line["event"], line["order_id"]) for line in found} == {("PaymentCompleted", ID)}


def test_what_follows_a_published_event_has_its_correlation_id(aws):
    seen = []
    rows(1, 2)
    made = outbox_publisher_with(lambda event: seen.append(current_correlation_id()))
    streamed(made(lambda change: paid()), aws.dynamodb.stream("orders"))
    assert seen == ["id-1", "id-2"]


def test_the_line_of_a_failure_says_its_reason(aws, log):
    publish(ShipmentFailed(order_id=ID, reason="no carrier goes to AQ", mode="choreography"))
    publish(paid())
    failed, other = lines(log, "event published")
    assert failed["reason"] == "no carrier goes to AQ"
    assert "reason" not in other


def test_events_that_are_published_together_keep_their_own_ids_in_the_log(aws, log):
    logger.set_correlation_id("the batch")
    publish_all([OutgoingEvent(paid(), "id-1"), OutgoingEvent(paid(), "id-2")])
    ids = [line["correlation_id"] for line in lines(log, "event published")]
    assert ids == ["id-1", "id-2"]


def test_events_that_are_stored_together_are_in_one_line(aws, log):
    handle = collector(lambda envelopes: None)
    delivered(handle, bus_body(paid(), "id-1"), bus_body(paid(), "id-2"))
    [line] = lines(log, "events stored")
    assert line["correlation_ids"] == ["id-1", "id-2"]


def test_records_of_a_delivery_stream_are_in_one_line_and_failures_have_their_own(aws, log):
    def transform(record):
        return Delivered({"n": record["data"]["n"]})

    given = [envelope(1, n=1), envelope(2)]
    records_ = [{"recordId": f"r{n}", "data": encoded(each)} for n, each in enumerate(given)]
    delivery_transform(transform)({"records": records_}, CONTEXT)
    [failed] = lines(log, "record failed")
    assert (failed["record_id"], failed["correlation_id"]) == ("r1", "id-2")
    [line] = lines(log, "records transformed")
    assert line["correlation_ids"] == ["id-1", "id-2"]


def test_the_line_of_a_message_has_the_order_that_it_is_about(aws, log):
    @message_consumer(PAID)
    def handle(received):
        pass

    delivered(handle, bus_body(paid(), "id-1"))
    [line] = lines(log, "input processed")
    assert (line["order_id"], line["message_type"]) == (ID, "PaymentCompleted")


def test_more_ids_than_fit_into_a_line_are_in_several(log, monkeypatch):
    monkeypatch.setattr(subjects, "IDS_PER_LINE", 2)
    subjects.log_ids("records processed", ["a", "b", None, "c"])
    ids = [line["correlation_ids"] for line in lines(log, "records processed")]
    assert ids == [["a", "b"], ["c"]]
