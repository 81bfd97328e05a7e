"""Tests of the way of a confirmed order into the data lake."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from contracts.envelope import wrap
from services.analytics.app import (
    collect_purchases,
    compact_purchases,
    register_partitions,
    transform_purchases,
)
from services.analytics.app.lake import COLUMNS
from tests.fakes.invocations import CONTEXT, bus_body, delivered, queue_event
from tests.runtime.lake.test_parquet import rows_of
from tests.services.sample_messages import confirmed, number

ANN = confirmed(number(1), "ann", "1997-01-01", units=2, cents=3000)
BOB = confirmed(number(2), "bob", "1997-01-02", units=1, cents=1)
FIRST, SECOND = (f"purchases/year=1997/month=01/day=0{day}/" for day in (1, 2))


def keys(aws, bucket, prefix=""):
    return sorted(key for kept, key in aws.s3.kept if kept == bucket and key.startswith(prefix))


def notice(bucket, key):
    """What S3 says of a new object, as a message of SNS."""
    stored = {"bucket": {"name": bucket}, "object": {"key": key, "size": 1, "eTag": "abc"}}
    record = {"eventName": "ObjectCreated:Put", "s3": stored}
    return {"Type": "Notification", "Message": json.dumps({"Records": [record]})}


def collect(*orders):
    return delivered(collect_purchases.handle, *[bus_body(order) for order in orders])


def transform(aws, *lines):
    """Transform what was collected, or these lines."""
    if lines:
        aws.s3.put_object(Bucket="raw", Key="incoming/purchases/x.jsonl", Body="\n".join(lines))
    notices = [notice("raw", key) for key in keys(aws, "raw")]
    return delivered(transform_purchases.handle, *notices)


def test_the_orders_of_an_invocation_are_one_object_as_they_came(aws):
    assert collect(ANN, BOB) == []
    [key] = keys(aws, "raw", "incoming/purchases/year=")
    envelopes = [json.loads(line) for line in aws.s3.kept["raw", key].splitlines()]
    assert sorted(each["data"]["orderId"] for each in envelopes) == [number(1), number(2)]
    assert {each["metadata"]["version"] for each in envelopes} == {1}


def test_a_message_that_is_no_event_fails_alone(aws):
    assert delivered(collect_purchases.handle, bus_body(ANN), {"no": "detail"}) == ["m1"]
    assert len(keys(aws, "raw")) == 1


def test_a_raw_object_becomes_a_file_for_each_day(aws, tmp_path):
    collect(ANN, BOB)
    assert transform(aws) == []
    [first], [second] = keys(aws, "processed", FIRST), keys(aws, "processed", SECOND)
    assert rows_of(aws.s3.kept["processed", first], tmp_path) == [
        {name: getattr(ANN, name) for name in COLUMNS}
    ]
    assert rows_of(aws.s3.kept["processed", second], tmp_path)[0]["user_id"] == "bob"


def test_a_raw_object_that_is_received_again_makes_no_second_file(aws):
    collect(ANN)
    transform(aws)
    transform(aws)
    assert len(keys(aws, "processed")) == 1


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{not json", "JSONDecodeError"),
        ("[1]", "ContractViolation"),
        (json.dumps(wrap(ANN, "c")).replace('"units": 2', '"units": -2'), "units"),
        (json.dumps(wrap(ANN, "c")).replace('"version": 1', '"version": 9'), "version 9"),
        ("[" * 100_000, "RecursionError"),
        ("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "JSONDecodeError"),
    ],
)
def test_a_bad_line_is_kept_with_its_reason_and_the_others_are_rows(aws, bad, reason, tmp_path):
    assert transform(aws, json.dumps(wrap(BOB, "c")), bad) == []
    [error] = keys(aws, "processed", "errors/purchases/")
    [line] = [json.loads(each) for each in aws.s3.kept["processed", error].splitlines()]
    assert reason in line["reason"]
    assert (line["line"], line["object"]) == (2, "incoming/purchases/x.jsonl")
    assert bad.startswith(line["record"])
    assert len(keys(aws, "processed", SECOND)) == 1


def test_the_day_of_a_new_file_is_registered_and_other_objects_are_not(aws):
    aws.glue.tables[("shop", "purchases")] = {"Location": "s3://processed/purchases/"}
    others = ("errors/purchases/x.parquet", "purchases/_replaced/x.parquet")
    noticed = [notice("processed", key) for key in (f"{FIRST}a.parquet", *others)]
    assert delivered(register_partitions.handle, *noticed) == []
    assert list(aws.glue.partitions["shop", "purchases"]) == [("1997", "01", "01")]


def test_small_files_are_merged_on_a_schedule(aws):
    for order in (ANN, confirmed(number(3), "ann", "1997-01-01")):
        collect(order)
    transform(aws)
    event = queue_event({"job": "compaction", "scheduledAt": "2026-11-29T03:00:00Z"})
    there = SimpleNamespace(**{**vars(CONTEXT), "get_remaining_time_in_millis": lambda: 300_000})
    assert compact_purchases.handle(event, there) == {"batchItemFailures": []}
    assert len(keys(aws, "processed", f"{FIRST}merged-")) == 1
