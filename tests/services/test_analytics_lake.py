"""Tests of the way of a confirmed order into the data lake."""

from __future__ import annotations

import json
from datetime import date
from types import SimpleNamespace

import pytest

from contracts.analytics import ItemClicked
from contracts.envelope import wrap
from services.analytics.app import (
    collect_purchases,
    compact_tables,
    register_partitions,
    store_records,
    transform_records,
)
from services.analytics.app.lake import CLICKS, PURCHASES
from services.analytics.app.records import record_of
from tests.fakes.invocations import CONTEXT, bus_body, delivered, queue_event
from tests.runtime.lake.test_parquet import rows_of
from tests.services.sample_messages import confirmed, number

ALL_DONE = {"batchItemFailures": []}
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


def collect(aws, *orders):
    """From the bus into the stream, and from the stream into the raw zone."""
    start = len(aws.kinesis.put)
    assert delivered(collect_purchases.handle, *[bus_body(order) for order in orders]) == []
    assert store_records.handle(aws.kinesis.event(start=start), CONTEXT) == ALL_DONE


def transform(aws, *lines):
    """Transform what was collected, or these lines."""
    if lines:
        aws.s3.put_object(Bucket="raw", Key="incoming/purchases/x.jsonl", Body="\n".join(lines))
    notices = [notice("raw", key) for key in keys(aws, "raw")]
    return delivered(transform_records.handle, *notices)


def test_the_orders_of_an_invocation_are_one_object_as_they_came(aws):
    collect(aws, ANN, BOB)
    [key] = keys(aws, "raw", "incoming/purchases/year=")
    envelopes = [json.loads(line) for line in aws.s3.kept["raw", key].splitlines()]
    assert sorted(each["data"]["orderId"] for each in envelopes) == [number(1), number(2)]
    assert {each["metadata"]["version"] for each in envelopes} == {1}


def test_a_message_that_is_no_event_fails_alone(aws):
    assert delivered(collect_purchases.handle, bus_body(ANN), {"no": "detail"}) == ["m1"]
    assert [record["kind"] for record in aws.kinesis.values()] == ["OrderConfirmed"]
    assert aws.kinesis.put[0]["PartitionKey"] == "ann"


def test_the_records_of_an_invocation_are_an_object_for_each_table_and_bad_ones_are_kept(aws):
    delivered(collect_purchases.handle, bus_body(ANN))
    click = ItemClicked(
        click_id=number(1),
        user_id="ann",
        item_id="lp-1",
        action="viewed",
        clicked_on=date(2026, 11, 29),
        clicked_at="2026-11-29T12:00:00.000Z",
    )
    bad = (b"{", b'{"kind": "Unknown"}', b'{"kind": ["ItemClicked"]}', b"[1]")
    event = aws.kinesis.event(json.dumps(record_of(click, "c")).encode(), *bad)
    assert store_records.handle(event, CONTEXT) == ALL_DONE
    assert len(keys(aws, "raw", PURCHASES.incoming)) == len(keys(aws, "raw", CLICKS.incoming)) == 1
    reasons = [each["MessageAttributes"]["ERROR_CODE"]["StringValue"] for each in aws.sqs.sent]
    assert reasons == ["JSONDecodeError", "UnknownKind", "UnknownKind", "UnknownKind"]
    assert transform(aws) == []
    [file] = keys(aws, "processed", "clicks/")
    assert file.startswith("clicks/year=2026/month=11/day=29/")


def test_an_object_of_no_table_is_no_row(aws):
    aws.s3.put_object(Bucket="raw", Key="incoming/others/x.jsonl", Body="{}")
    aws.s3.put_object(Bucket="raw", Key="purchases/x.jsonl", Body="{}")
    assert transform(aws) == []
    assert keys(aws, "processed") == []


def test_a_raw_object_becomes_a_file_for_each_day(aws, tmp_path):
    collect(aws, ANN, BOB)
    assert transform(aws) == []
    [first], [second] = keys(aws, "processed", FIRST), keys(aws, "processed", SECOND)
    assert rows_of(aws.s3.kept["processed", first], tmp_path) == [
        {name: getattr(ANN, name) for name in PURCHASES.columns}
    ]
    assert rows_of(aws.s3.kept["processed", second], tmp_path)[0]["user_id"] == "bob"


def test_a_raw_object_that_is_received_again_makes_no_second_file(aws):
    collect(aws, ANN)
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
    for table in ("purchases", "clicks"):
        aws.glue.tables[("shop", table)] = {"Location": f"s3://processed/{table}/"}
    others = ("errors/purchases/x.parquet", "purchases/_replaced/x.parquet", "x.parquet")
    files = (f"{FIRST}a.parquet", "clicks/year=2026/month=11/day=29/b.parquet", *others)
    noticed = [notice("processed", key) for key in files]
    assert delivered(register_partitions.handle, *noticed) == []
    assert list(aws.glue.partitions["shop", "purchases"]) == [("1997", "01", "01")]
    assert list(aws.glue.partitions["shop", "clicks"]) == [("2026", "11", "29")]


def test_small_files_are_merged_on_a_schedule(aws):
    for order in (ANN, confirmed(number(3), "ann", "1997-01-01")):
        collect(aws, order)
    transform(aws)
    event = queue_event({"job": "compaction", "scheduledAt": "2026-11-29T03:00:00Z"})
    there = SimpleNamespace(**{**vars(CONTEXT), "get_remaining_time_in_millis": lambda: 300_000})
    assert compact_tables.handle(event, there) == {"batchItemFailures": []}
    assert len(keys(aws, "processed", f"{FIRST}merged-")) == 1
