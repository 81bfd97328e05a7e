"""Tests of tasks of state machines, and of the tokens that end their waits."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from contracts.codec import ContractViolation
from contracts.payments import SettleTransfer
from runtime.observability import count, current_correlation_id
from runtime.stepfunctions import task_tokens
from runtime.stepfunctions.tasks import task_handler
from tests.fakes.invocations import CONTEXT, tasked


class SoldOut(Exception):
    """What a state machine would catch by this name."""


@task_handler
def double(work):
    return {"twice": 2 * work.input["number"], "heard": current_correlation_id()}


@task_handler
def give_up(work):
    raise SoldOut("no more discs")


@task_handler
def settle(work):
    return {"outcome": work.part("settlement", SettleTransfer).outcome}


def test_a_task_returns_what_its_state_machine_goes_on_with(log):
    assert tasked(double, number=2, correlationId="talk-1")["twice"] == 4
    [line] = log()
    assert (line["message"], line["correlation_id"]) == ("done", "talk-1")


def test_a_task_takes_part_in_the_conversation_of_its_run():
    assert tasked(double, number=2, correlationId="talk-1")["heard"] == "talk-1"


def test_a_run_without_a_conversation_begins_one():
    first, second = (double({"number": 1}, CONTEXT)["heard"] for _ in range(2))
    assert first
    assert second not in (None, first)


def test_what_a_task_raises_reaches_the_state_machine_as_it_is(log):
    with pytest.raises(SoldOut, match="no more discs"):
        tasked(give_up, correlationId="talk-1")
    [line] = log()
    assert (line["error_type"], line["correlation_id"]) == ("SoldOut", "talk-1")


def test_a_part_of_the_input_is_held_against_its_contract():
    assert tasked(settle, settlement={"outcome": "received"}) == {"outcome": "received"}
    for wrong in ({"outcome": "lost"}, {}, None):
        with pytest.raises(ContractViolation, match="SettleTransfer"):
            tasked(settle, settlement=wrong)


def test_what_a_task_counts_goes_out(capsys):
    @task_handler
    def counting(work):
        count("TasksDone")
        return {}

    tasked(counting)
    assert '"TasksDone":[1.0]' in capsys.readouterr().out


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
