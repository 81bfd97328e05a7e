"""Tests of the tasks of state machines."""

from __future__ import annotations

import pytest

from contracts.payments import SettleTransfer
from contracts.violation import ContractViolation
from runtime.observability import count, current_correlation_id
from runtime.stepfunctions.tasks import task_handler
from tests.fakes.invocations import CONTEXT, tasked


class SoldOut(Exception):
    """An error that a state machine catches by this name."""


@task_handler
def double(work):
    return {"twice": 2 * work.input["number"], "consumed": current_correlation_id()}


@task_handler
def give_up(work):
    raise SoldOut("no more discs")


@task_handler
def settle(work):
    return {"outcome": work.part("settlement", SettleTransfer).outcome}


def test_a_task_returns_its_output(log):
    assert tasked(double, number=2, correlationId="id-1")["twice"] == 4
    [line] = log()
    assert (line["message"], line["correlation_id"]) == ("task done", "id-1")


def test_the_log_of_a_task_has_the_execution(log):
    tasked(double, number=2, execution="arn:run")
    with pytest.raises(SoldOut):
        tasked(give_up, execution="arn:run")
    assert [line["execution"] for line in log()] == ["arn:run", "arn:run"]


def test_a_task_has_the_correlation_id_of_its_execution():
    assert tasked(double, number=2, correlationId="id-1")["consumed"] == "id-1"


def test_a_task_without_a_correlation_id_gets_one():
    first, second = (double({"number": 1}, CONTEXT)["consumed"] for _ in range(2))
    assert first
    assert second not in (None, first)


def test_an_exception_of_a_task_reaches_the_state_machine(log):
    with pytest.raises(SoldOut, match="no more discs"):
        tasked(give_up, correlationId="id-1")
    [line] = log()
    assert (line["error_type"], line["correlation_id"]) == ("SoldOut", "id-1")


def test_a_part_of_the_input_is_decoded_as_its_contract():
    assert tasked(settle, settlement={"outcome": "received"}) == {"outcome": "received"}
    for wrong in ({"outcome": "lost"}, {}, None):
        with pytest.raises(ContractViolation, match="SettleTransfer"):
            tasked(settle, settlement=wrong)


def test_the_metrics_of_a_task_are_written(capsys):
    @task_handler
    def counting(work):
        count("TasksDone")
        return {}

    tasked(counting)
    assert '"TasksDone":[1.0]' in capsys.readouterr().out
