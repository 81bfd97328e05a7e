"""Redrive of the records that the consumer of a stream could not process."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from cli import __main__ as command
from cli.repair import dead_letters, redrive
from cli.repair.dead_letter_queue import depth
from tests.cli.repair.sqs_stage import StageInMemory, arn, url

STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders-table-1/stream/2026"
OPTIONS = ("redrive", "orders-publish", "--reason", "the row is mended")
BAD, GOOD, OTHER = {"status": {"S": "?"}}, {"status": {"S": "NEW"}}, {"status": {"S": "PAID"}}


class Unreadable(Exception):
    """An image that the consumer cannot read."""


def image(text):
    return {"id": {"S": "o-1"}, **text}


def record(number, before, after, **more):
    images = {"OldImage": before, "NewImage": after}
    images = {name: image(each) for name, each in images.items() if each}
    change = {"Keys": {"id": {"S": "o-1"}}, "SequenceNumber": str(number), **images, **more}
    name = "MODIFY" if before else "INSERT"
    return {
        "eventID": f"e-{number}",
        "eventName": name,
        "eventSourceARN": STREAM,
        "dynamodb": change,
    }


class Rows:
    """The rows of a table; one, or none."""

    def __init__(self, row):
        self.row = row

    def get_item(self, **call):
        assert call == {
            "TableName": "orders-table-1",
            "Key": {"id": {"S": "o-1"}},
            "ConsistentRead": True,
        }
        return {"Item": image(self.row)} if self.row else {}


@pytest.fixture
def stage(monkeypatch):
    room = StageInMemory()
    room.stream_worker("orders-publish")
    room.published, room.bad = [], [BAD]

    def handle(event):
        assert event["redrive"] is True
        [only] = event["Records"]
        change = only["dynamodb"]
        for each in (change.get("OldImage"), change.get("NewImage")):
            if each and {"status": each["status"]} in room.bad:
                raise Unreadable
        room.published.append((only["eventID"], change.get("NewImage", {}).get("status", {})))
        return {"batchItemFailures": []}

    room.functions.handle = handle
    room.services["dynamodb"] = Rows(BAD)
    for module in (redrive, dead_letters):
        monkeypatch.setattr(module, "account_of", room.opened)
    return room


def kept(stage, *records, kind="Records"):
    for each in records:
        reason = {"ERROR_CODE": "Unreadable", "ERROR_MESSAGE": "status ?"}
        stage.sqs.put(
            "orders-publish-dead-letters-2", json.dumps({kind: [each]}), attributes=reason
        )


def left(stage):
    return depth(stage.sqs, url("orders-publish-dead-letters-2"))


def test_what_is_kept_is_listed_with_its_reason_and_its_consumer(stage, capsys):
    kept(stage, record(1, None, BAD))
    assert command.main(["dead-letters", "orders-publish"]) == 0
    said = capsys.readouterr().out
    assert "  of a stream, consumed by orders-publish-function-3\n" in said
    assert "  Unreadable: 1, since " in said
    assert "    status ?\n" in said


def test_records_are_processed_as_they_were_once_the_function_is_mended(stage, capsys):
    kept(stage, record(2, BAD, GOOD), record(1, None, BAD))
    stage.bad.clear()
    assert command.main([*OPTIONS]) == 0
    assert stage.published == [("e-1", {"S": "?"}), ("e-2", {"S": "NEW"})]
    assert capsys.readouterr().out.splitlines() == [
        "moved 2 to orders-publish-function-3",
        "  Unreadable: 2",
        "left in orders-publish-dead-letters-2: 0",
    ]


def test_a_change_is_published_from_the_row_once_the_row_is_mended(stage):
    stage.services["dynamodb"].row = OTHER
    kept(stage, record(1, None, BAD))
    assert command.main([*OPTIONS]) == 0
    assert stage.published == [("e-1", {"S": "PAID"})]
    assert left(stage) == 0


def test_the_change_that_mended_the_row_is_part_of_what_is_published(stage):
    stage.services["dynamodb"].row = GOOD
    kept(stage, record(1, None, BAD), record(2, BAD, GOOD))
    assert command.main([*OPTIONS]) == 0
    assert stage.published == [("e-1", {"S": "NEW"})]
    assert left(stage) == 0


@pytest.mark.parametrize("row", [BAD, None])
def test_what_fails_again_stays_with_its_error(stage, capsys, row):
    stage.services["dynamodb"].row = row
    kept(stage, record(1, None, BAD))
    assert command.main([*OPTIONS]) == 0
    assert stage.published == []
    assert capsys.readouterr().out.splitlines() == [
        "moved 0 to orders-publish-function-3",
        "  Unreadable: 1 stayed",
        "left in orders-publish-dead-letters-2: 1",
    ]


def test_a_new_row_that_was_too_long_for_a_message_is_published_from_the_table(stage):
    stage.services["dynamodb"].row = GOOD
    kept(stage, record(1, None, None), kind="TooLong")
    assert command.main([*OPTIONS]) == 0
    assert stage.published == [("e-1", {"S": "NEW"})]


def test_a_change_of_an_unknown_row_is_not_guessed(stage, capsys):
    stage.services["dynamodb"].row = GOOD
    change = {**record(1, None, None), "eventName": "MODIFY"}
    kept(stage, change, kind="TooLong")
    assert command.main([*OPTIONS]) == 0
    assert stage.published == []
    assert "  TooLong: 1 stayed" in capsys.readouterr().out


class Shards:
    """The client of a stream that still has the records from ``first`` on."""

    def __init__(self, records, arn_name="StreamArn"):
        self.records, self.arn_name = records, arn_name

    def get_shard_iterator(self, **call):
        assert call.pop(self.arn_name)
        assert call == {
            "ShardId": "s-1",
            "ShardIteratorType": "AT_SEQUENCE_NUMBER",
            "StartingSequenceNumber": "1",
        }
        return {"ShardIterator": "i-1"}

    def get_records(self, **call):
        page = self.records if call["ShardIterator"] == "i-1" else []
        return {"Records": page, "NextShardIterator": "i-2"}


def given_up(stage, name):
    place = {"shardId": "s-1", "startSequenceNumber": "1", "endSequenceNumber": "2"}
    context = {"condition": "RetryAttemptsExhausted"}
    body = {"requestContext": context, name: {**place, "streamArn": STREAM}}
    stage.sqs.put("orders-publish-dead-letters-2", json.dumps(body))


def test_a_batch_that_lambda_gave_up_is_read_from_the_stream_again(stage, capsys):
    given_up(stage, "DDBStreamBatchInfo")
    at = datetime(2026, 11, 20, tzinfo=UTC)
    there = [record(n, None, GOOD, ApproximateCreationDateTime=at) for n in (1, 2, 3)]
    for each in there:
        del each["eventSourceARN"]
    stage.services["dynamodbstreams"] = Shards(there)
    assert command.main(["dead-letters", "orders-publish"]) == 0
    assert "  RetryAttemptsExhausted: 1" in capsys.readouterr().out
    assert command.main([*OPTIONS]) == 0
    assert [name for name, _ in stage.published] == ["e-1", "e-2"]
    assert left(stage) == 0


class Dropped(Shards):
    """The client of a stream that has dropped what was asked for."""

    def get_shard_iterator(self, **call):
        error = {"Error": {"Code": "TrimmedDataAccessException"}}
        raise ClientError(error, "GetShardIterator")


@pytest.mark.parametrize("client", [Shards, Dropped])
def test_a_batch_that_the_stream_has_dropped_stays(stage, capsys, client):
    given_up(stage, "DDBStreamBatchInfo")
    stage.services["dynamodbstreams"] = client([])
    assert command.main([*OPTIONS]) == 0
    assert "  NoRecords: 1 stayed" in capsys.readouterr().out
    assert left(stage) == 1


def test_records_of_kinesis_are_read_and_processed_as_lambda_sends_them(stage):
    given_up(stage, "KinesisBatchInfo")
    at = datetime(2026, 11, 20, tzinfo=UTC)
    there = [
        {
            "SequenceNumber": str(n),
            "PartitionKey": "ann",
            "Data": b"{}",
            "ApproximateArrivalTimestamp": at,
        }
        for n in (1, 2)
    ]
    stage.services["kinesis"] = Shards(there, "StreamARN")
    seen = []
    stage.functions.handle = lambda event: seen.extend(event["Records"])
    assert command.main([*OPTIONS]) == 0
    assert [each["eventID"] for each in seen] == ["s-1:1", "s-1:2"]
    assert seen[0]["kinesis"]["data"] == "e30="
    assert left(stage) == 0


def test_a_function_that_leaves_a_record_undone_has_not_processed_it(stage, capsys):
    kept(stage, record(1, None, GOOD))
    stage.functions.handle = lambda event: {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert command.main([*OPTIONS]) == 0
    assert "  NotProcessed: 1 stayed" in capsys.readouterr().out


def test_a_dry_run_invokes_nothing(stage, capsys):
    kept(stage, record(1, None, GOOD))
    assert command.main([*OPTIONS, "--dry-run"]) == 0
    assert stage.published == []
    assert "would move 1 to orders-publish-function-3" in capsys.readouterr().out


def test_the_queue_of_a_rule_is_of_no_stream(stage, capsys):
    stage.tags[arn("orders-rule-dead-letters-4")] = {"role": "dead-letters"}
    assert command.main(["redrive", "orders-rule", "--reason", "mended"]) == 1
    assert "were never in a queue: a rule or a schedule" in capsys.readouterr().err
