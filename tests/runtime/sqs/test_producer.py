"""Tests of the producer: calls of ten messages, and what the queue rejects."""

from __future__ import annotations

import pytest

from runtime import retry
from runtime.sqs.producer import NotSent, send_all

URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"


@pytest.fixture(autouse=True)
def no_delays(monkeypatch):
    monkeypatch.setattr(retry, "backoff", lambda attempt: 0)


def test_messages_are_sent_in_their_order_ten_in_a_call(aws):
    bodies = [f"job {number}" for number in range(23)]
    assert send_all(URL, iter(bodies)) == 23
    assert aws.sqs.calls == [10, 10, 3]
    assert [each["MessageBody"] for each in aws.sqs.sent] == bodies
    assert {each["QueueUrl"] for each in aws.sqs.sent} == {URL}


def test_a_call_has_no_more_bytes_than_sqs_takes(aws):
    assert send_all(URL, ["é" * 60_000] * 5) == 5
    assert aws.sqs.calls == [2, 2, 1]


def test_nothing_is_sent_without_messages(aws):
    assert send_all(URL, []) == 0
    assert aws.sqs.calls == []


def test_what_the_queue_rejects_is_sent_again_and_nothing_else(aws):
    aws.sqs.rejections = 2
    assert send_all(URL, ["a", "b", "c"]) == 3
    assert aws.sqs.calls == [3, 2]
    assert sorted(each["MessageBody"] for each in aws.sqs.sent) == ["a", "b", "c"]


def test_messages_that_are_rejected_every_time_are_an_error_and_none_behind_is_sent(aws):
    aws.sqs.rejections = 30
    with pytest.raises(NotSent) as failed:
        send_all(URL, [str(number) for number in range(11)])
    assert aws.sqs.calls == [10, 10, 10]
    assert str(failed.value) == "10 of 10 messages: InternalError"
