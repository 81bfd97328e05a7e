"""Tests of tasks of state machines, and of the tokens that end their waits."""

from __future__ import annotations

import pytest

from contracts.payments import SettleTransfer
from contracts.violation import ContractViolation
from runtime.observability import count, current_correlation_id
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
