"""Tests of putting records into a stream."""

from __future__ import annotations

import pytest

from runtime.streams.producer import OutgoingRecord, PutFailed, put


def records(count, size=1):
    return [OutgoingRecord(key=f"user-{n}", value="x" * size) for n in range(count)]


def test_calls_have_as_many_records_as_one_takes(aws):
    put("events", records(1_001))
    assert aws.kinesis.calls == [500, 500, 1]


def test_calls_have_as_many_bytes_as_one_takes(aws):
    put("events", records(12, size=1_000_000))
    assert aws.kinesis.calls == [5, 5, 2]


def test_what_is_rejected_is_put_again_alone(aws):
    aws.kinesis.rejections = 3
    put("events", records(10))
    assert aws.kinesis.calls == [10, 3]
    assert len(aws.kinesis.put) == 10


def test_what_is_rejected_in_every_try_is_an_error(aws):
    aws.kinesis.rejections = 100
    with pytest.raises(PutFailed, match="events rejects 1 records: Provisioned"):
        put("events", records(1))


def test_nothing_is_no_call(aws):
    put("events", [])
    assert aws.kinesis.calls == []


def test_a_key_is_no_longer_than_kinesis_takes(aws):
    put("events", [OutgoingRecord(key="k" * 300, value=1)])
    assert len(aws.kinesis.put[0]["PartitionKey"]) == 256
