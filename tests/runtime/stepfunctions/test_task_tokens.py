"""Tests of task tokens."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from runtime.stepfunctions import task_tokens


def test_a_token_hands_over_a_result_or_a_failure(aws):
    aws.stepfunctions.waiting |= {"one", "two"}
    assert task_tokens.send_task_success("one", {"answer": "Yes"})
    assert task_tokens.send_task_failure("two", "SoldOut", "no more discs")
    assert aws.stepfunctions.settled == {
        "one": {"answer": "Yes"},
        "two": ("SoldOut", "no more discs"),
    }


def test_work_that_takes_long_can_say_that_it_is_alive(aws):
    aws.stepfunctions.waiting.add("one")
    assert task_tokens.send_task_heartbeat("one")
    assert aws.stepfunctions.heartbeats == ["one"]


@pytest.mark.parametrize(
    "say",
    [
        lambda token: task_tokens.send_task_success(token, {}),
        lambda token: task_tokens.send_task_failure(token, "Late", ""),
        task_tokens.send_task_heartbeat,
    ],
    ids=["succeed", "fail", "heartbeat"],
)
def test_a_token_that_nobody_waits_for_is_said_so_and_raises_nothing(aws, log, say):
    aws.stepfunctions.waiting.add("answered")
    task_tokens.send_task_success("answered", {"first": True})
    assert not say("answered")
    assert not say("made-up")
    assert [line["reason"] for line in log()] == ["TaskTimedOut", "InvalidToken"]
    assert {line["level"] for line in log()} == {"WARNING"}
    assert aws.stepfunctions.settled == {"answered": {"first": True}}


def test_any_other_trouble_with_a_token_is_raised(aws, monkeypatch):
    def throttle(**call):
        raise ClientError({"Error": {"Code": "ThrottlingException"}}, "SendTaskSuccess")

    monkeypatch.setattr(aws.stepfunctions, "send_task_success", throttle)
    with pytest.raises(ClientError, match="ThrottlingException"):
        task_tokens.send_task_success("one", {})


def test_an_error_longer_than_step_functions_takes_is_cut(aws):
    aws.stepfunctions.waiting.add("one")
    assert task_tokens.send_task_failure("one", "E" * 300, "c" * 40_000)
    error, cause = aws.stepfunctions.settled["one"]
    assert (len(error), len(cause)) == (256, 32_768)
