"""Tests of the consumer of S3 notifications."""

from __future__ import annotations

import json

import pytest

from runtime.sqs.object_once import once_for
from runtime.sqs.objects import is_later, object_consumer
from tests.fakes.invocations import delivered


def consumer(*, fails_on=()):
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


def notification(*records):
    return {"Type": "Notification", "Message": json.dumps({"Records": list(records)})}


def test_a_notification_through_a_topic_is_consumed(aws):
    handle, seen = consumer()
    assert delivered(handle, notification(record("day.json"))) == []
    assert seen == [("reports", "day.json", 12, "abc")]


def test_a_notification_of_the_bucket_itself_is_consumed(aws):
    handle, seen = consumer()
    assert delivered(handle, {"Records": [record("day.json")]}) == []
    assert len(seen) == 1


def test_the_key_of_an_object_is_decoded(aws):
    handle, seen = consumer()
    delivered(handle, notification(record("reports/21+November%2Ftotal%C3%A9.json")))
    assert [key for _, key, *_ in seen] == ["reports/21 November/totalé.json"]


def test_test_events_of_a_bucket_and_deletions_are_ignored(aws):
    handle, seen = consumer()
    test_event = {"Type": "Notification", "Message": json.dumps({"Event": "s3:TestEvent"})}
    assert delivered(handle, test_event, notification(record("k", "ObjectRemoved:Delete"))) == []
    assert seen == []


def test_a_message_fails_if_one_of_its_objects_fails(aws):
    handle, seen = consumer(fails_on=["b"])
    assert delivered(handle, notification(record("a"), record("b")), notification(record("c"))) == [
        "m0"
    ]
    assert [key for _, key, *_ in seen] == ["a", "c"]


def written(sequencer, version=None):
    described = record("day.json")
    described["s3"]["object"] |= {"sequencer": sequencer}
    if version:
        described["s3"]["object"]["versionId"] = version
    return {"Records": [described]}


def test_an_event_that_is_delivered_twice_has_one_effect(aws):
    done = []

    @object_consumer
    def handle(file):
        once_for("count", file, lambda: done.append(file.event_id) or {})

    first, again = written("0055A"), written("0055B")
    delivered(handle, first, first)
    delivered(handle, first, again, written("0055B", version="v2"))
    assert done == [
        "reports/day.json?#0055A",
        "reports/day.json?#0055B",
        "reports/day.json?v2#0055B",
    ]


@pytest.mark.parametrize(
    ("sequencer", "than", "later"),
    [
        ("0055B", "0055A", True),
        ("0055A", "0055A", False),
        ("0055A0", "0055A", False),
        ("0055A1", "0055A", True),
        ("0055b", "0055A", True),
        ("0055A", "0055A1", False),
    ],
)
def test_the_later_of_two_events_of_a_key_is_known_by_their_sequencers(sequencer, than, later):
    assert is_later(sequencer, than) is later
