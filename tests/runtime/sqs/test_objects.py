"""Tests of working on objects that have been stored."""

from __future__ import annotations

import json

from runtime.sqs.objects import object_consumer
from tests.fakes.invocations import delivered


def listening(*, fails_on=()):
    seen = []

    @object_consumer
    def handle(file):
        if file.key in fails_on:
            raise RuntimeError("not now")
        seen.append((file.bucket, file.key, file.size, file.etag))

    return handle, seen


def record(key, name="ObjectCreated:Put"):
    return {
        "eventSource": "aws:s3",
        "eventName": name,
        "s3": {
            "bucket": {"name": "reports"},
            "object": {"key": key, "size": 12, "eTag": "abc"},
        },
    }


def told(*records):
    return {"Type": "Notification", "Message": json.dumps({"Records": list(records)})}


def test_an_object_is_worked_on_that_a_topic_tells_of(aws):
    handle, seen = listening()
    assert delivered(handle, told(record("day.json"))) == []
    assert seen == [("reports", "day.json", 12, "abc")]


def test_an_object_is_worked_on_that_the_bucket_itself_tells_of(aws):
    handle, seen = listening()
    assert delivered(handle, {"Records": [record("day.json")]}) == []
    assert len(seen) == 1


def test_a_key_is_read_as_it_was_written(aws):
    handle, seen = listening()
    delivered(handle, told(record("reports/21+November%2Ftotal%C3%A9.json")))
    assert [key for _, key, *_ in seen] == ["reports/21 November/totalé.json"]


def test_the_greeting_of_a_bucket_and_removals_are_nothing_to_work_on(aws):
    handle, seen = listening()
    greeting = {"Type": "Notification", "Message": json.dumps({"Event": "s3:TestEvent"})}
    assert delivered(handle, greeting, told(record("k", "ObjectRemoved:Delete"))) == []
    assert seen == []


def test_a_message_of_which_one_object_failed_comes_back(aws):
    handle, seen = listening(fails_on=["b"])
    assert delivered(handle, told(record("a"), record("b")), told(record("c"))) == ["m0"]
    assert [key for _, key, *_ in seen] == ["a", "c"]
