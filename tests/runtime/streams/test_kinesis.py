"""Tests of the consumers of Kinesis, and of counting each record once."""

from __future__ import annotations

import base64
import json

import pytest

from runtime.dynamodb.stream_counters import Counters
from runtime.dynamodb.table import Table
from runtime.streams.kinesis import record_consumer, records_consumer
from tests.fakes.invocations import CONTEXT

ALL_DONE: dict = {"batchItemFailures": []}


class Away(Exception):
    """Something that the consumer needs does not respond."""


class NoClick(ValueError):
    """A record that is no click."""


def click(data):
    if "item" not in data:
        raise NoClick("a click has an item")
    return data["item"]


def record(number, data=None, shard="shard-0"):
    text = data if isinstance(data, bytes) else json.dumps(data or {"item": f"i-{number % 3}"})
    raw = text if isinstance(text, bytes) else text.encode()
    return {
        "eventID": f"{shard}:{number}",
        "eventSource": "aws:kinesis",
        "kinesis": {
            "partitionKey": "ann",
            "sequenceNumber": str(number),
            "data": base64.b64encode(raw).decode(),
        },
    }


def resume_at(number):
    return {"batchItemFailures": [{"itemIdentifier": str(number)}]}


def reasons(aws):
    return [
        (
            json.loads(message["MessageBody"])["Records"][0]["kinesis"]["sequenceNumber"],
            message["MessageAttributes"]["ERROR_CODE"]["StringValue"],
            message["MessageAttributes"]["ERROR_MESSAGE"]["StringValue"],
        )
        for message in aws.sqs.sent
    ]


def deliver(handle, records, size=100):
    """Deliver records as Lambda does: batch by batch, each from where the response says."""
    left = list(records)
    invocations = 0
    while left:
        batch, invocations = left[:size], invocations + 1
        failures = handle({"Records": batch}, CONTEXT)["batchItemFailures"]
        numbers = [each["kinesis"]["sequenceNumber"] for each in batch]
        done = numbers.index(failures[0]["itemIdentifier"]) if failures else len(batch)
        left = left[done:]
    return invocations


def test_a_record_that_cannot_be_decoded_is_kept_with_its_reason_and_the_others_are_consumed(aws):
    seen = []
    handle = record_consumer(click)(lambda received: seen.append(received.number))
    records = [record(1), record(2, b"{"), record(3, {"page": 1}), record(4)]
    assert handle({"Records": records}, CONTEXT) == ALL_DONE
    assert seen == [1, 4]
    assert [name for _, name, _ in reasons(aws)] == ["JSONDecodeError", "NoClick"]
    assert reasons(aws)[1][2] == "a click has an item"


def test_the_response_names_the_first_record_that_failed_and_nothing_before_it_comes_again(aws):
    seen, away = [], [2]

    @record_consumer(click)
    def handle(received):
        if received.number in away:
            raise Away
        seen.append(received.number)

    assert handle({"Records": [record(n) for n in (1, 2, 3)]}, CONTEXT) == resume_at(2)
    away.clear()
    assert handle({"Records": [record(n) for n in (2, 3)]}, CONTEXT) == ALL_DONE
    assert seen == [1, 2, 3]
    assert aws.sqs.sent == []


def test_what_there_is_no_time_for_is_delivered_again_and_does_not_count_as_failed(aws, capsys):
    seen = []
    handle = record_consumer(click)(lambda received: seen.append(received.number))

    class Late:
        function_name, aws_request_id = "late", "r"

        def get_remaining_time_in_millis(self):
            return 1_000

    assert handle({"Records": [record(1), record(2)]}, Late()) == resume_at(2)
    assert seen == [1]
    assert "AnsweredFailures" not in capsys.readouterr().out


@pytest.fixture
def counters(aws):
    return Counters(Table("idempotency"), "clicks")


def counting(counters, bad=lambda received: False):
    """A consumer that counts clicks by item, and all of them."""

    @records_consumer(click)
    def handle(records):
        if any(bad(received) for received in records):
            raise Away("the record cannot be counted")
        counters.count(records, lambda item: {("all", "clicks"): 1, (item, "clicks"): 1})

    return handle


def test_of_two_thousand_records_one_in_a_thousand_fails_and_all_others_are_counted_once(
    aws, counters
):
    def is_bad(received):
        return received.number % 1_000 == 500

    handle = counting(counters, is_bad)
    records = [record(n) for n in range(1, 2_001)]
    deliver(handle, records)
    assert counters.read("all") == {"clicks": 1_998}
    assert sum(counters.read(f"i-{n}")["clicks"] for n in range(3)) == 1_998
    assert reasons(aws) == [
        ("500", "Away", "the record cannot be counted"),
        ("1500", "Away", "the record cannot be counted"),
    ]


def test_a_batch_that_is_delivered_again_is_counted_once(aws, counters):
    handle = counting(counters)
    batch = [record(n) for n in range(1, 51)]
    for records in (batch, batch, batch[20:], [*batch[40:], record(51)]):
        assert handle({"Records": records}, CONTEXT) == ALL_DONE
    assert counters.read("all") == {"clicks": 51}


def test_each_shard_has_a_checkpoint_of_its_own(aws, counters):
    handle = counting(counters)
    for shard in ("shard-0", "shard-1"):
        for _ in range(2):
            handle({"Records": [record(n, shard=shard) for n in (5, 6)]}, CONTEXT)
    assert counters.read("all") == {"clicks": 4}


def test_sequence_numbers_are_longer_than_numbers_of_a_table(aws, counters):
    handle, first = counting(counters), 10**55
    for number in (first, first + 1, first, 10**55 + 2):
        handle({"Records": [record(number)]}, CONTEXT)
    assert counters.read("all") == {"clicks": 3}


def test_more_counters_than_a_transaction_takes_are_counted_in_several(aws, counters):
    handle = counting(counters)
    records = [record(n, {"item": f"item-{n}"}) for n in range(1, 151)]
    handle({"Records": records}, CONTEXT)
    handle({"Records": records}, CONTEXT)
    assert counters.read("all") == {"clicks": 150}
    assert counters.read("item-150") == {"clicks": 1}
