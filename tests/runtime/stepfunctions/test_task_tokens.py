"""Tests of task tokens."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from runtime.stepfunctions import task_tokens


def test_a_task_is_completed_with_a_result_or_an_error(aws):
    aws.stepfunctions.waiting |= {"one", "two"}
    assert task_tokens.send_task_success("one", {"answer": "Yes"})
    assert task_tokens.send_task_failure("two", "SoldOut", "no more discs")
    assert aws.stepfunctions.settled == {
        "one": {"answer": "Yes"},
        "two": ("SoldOut", "no more discs"),
    }


def test_a_heartbeat_extends_the_wait(aws):
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
def test_an_invalid_token_is_logged_and_returns_false(aws, log, say):
    aws.stepfunctions.waiting.add("completed")
    task_tokens.send_task_success("completed", {"first": True})
    assert not say("completed")
    assert not say("made-up")
    assert [line["reason"] for line in log()] == ["TaskTimedOut", "InvalidToken"]
    assert {line["level"] for line in log()} == {"WARNING"}
    assert aws.stepfunctions.settled == {"completed": {"first": True}}


def test_any_other_error_of_step_functions_is_raised(aws, monkeypatch):
    def throttle(**call):
        raise ClientError({"Error": {"Code": "ThrottlingException"}}, "SendTaskSuccess")

    monkeypatch.setattr(aws.stepfunctions, "send_task_success", throttle)
    with pytest.raises(ClientError, match="ThrottlingException"):
        task_tokens.send_task_success("one", {})


def test_an_error_that_is_too_long_for_step_functions_is_cut(aws):
    aws.stepfunctions.waiting.add("one")
    assert task_tokens.send_task_failure("one", "E" * 300, "c" * 40_000)
    error, cause = aws.stepfunctions.settled["one"]
    assert (len(error), len(cause)) == (256, 32_768)
