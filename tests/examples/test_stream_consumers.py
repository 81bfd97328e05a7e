"""The handlers of the example stream-consumers: counts, and what a window hands on."""

from __future__ import annotations

import base64
import json
import runpy
from typing import Any

import boto3
import pytest
from moto import mock_aws

from settings import ROOT

APP = ROOT / "examples/stream-consumers/app/consumers.py"


@pytest.fixture
def table(monkeypatch):
    """A table by ``machine``, or by ``minute``."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")

    def made(key: str) -> Any:
        monkeypatch.setenv("TABLE", key)
        return boto3.resource("dynamodb").create_table(
            TableName=key,
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )

    with mock_aws():
        yield made


def record(number: int, machine: str = "press-1") -> dict[str, Any]:
    data = base64.b64encode(json.dumps({"machine": machine}).encode()).decode()
    return {"kinesis": {"sequenceNumber": str(number), "data": data}}


def test_what_is_delivered_again_is_counted_once(table):
    counts = table("machine")
    handle = runpy.run_path(str(APP))["analytics"]
    for batch in ([9, 10], [9, 10], [10, 11], [9]):
        event = {"Records": [record(number) for number in batch]}
        assert handle(event, None) == {"batchItemFailures": []}
    [row] = counts.scan()["Items"]
    assert (row["machine"], row["events"]) == ("press-1", 3)


def test_the_first_record_that_fails_is_named_and_those_behind_wait(table):
    counts = table("machine")
    bad = {"kinesis": {"sequenceNumber": "2", "data": base64.b64encode(b"no json").decode()}}
    event = {"Records": [record(1), bad, record(3)]}
    answer = runpy.run_path(str(APP))["analytics"](event, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    assert [row["events"] for row in counts.scan()["Items"]] == [1]


def test_a_window_is_stored_at_its_end_with_all_of_its_batches(table):
    totals = table("minute")
    handle, state = runpy.run_path(str(APP))["minutes"], {}
    window = {"start": "2026-11-30T10:00:00Z", "end": "2026-11-30T10:01:00Z"}
    for batch, is_last in (([1, 2], False), ([3], False), ([], True)):
        records = [record(number) for number in batch]
        event = {"Records": records, "state": state, "window": window}
        state = handle({**event, "isFinalInvokeForWindow": is_last}, None)["state"]
    assert totals.scan()["Items"] == [{"minute": window["start"], "events": 3}]
