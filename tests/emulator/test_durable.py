"""Executions of durable functions."""

from __future__ import annotations

import json
from contextvars import ContextVar
from types import SimpleNamespace

import pytest

from local.emulator_process.durable import TRIES, correct

ARN = "arn:aws:lambda:eu-west-1:000000000000:function:trial:1/durable-execution/one/two"
PENDING = {"body": json.dumps({"Status": "PENDING"})}
SUCCEEDED = {"body": {"Status": "SUCCEEDED", "Result": "3"}}
CRASHED = {"error": True, "body": {"errorType": "Crash"}}


class Emulator:
    """The emulator's two modules, as far as they are used; a function answers from ``answers``."""

    def __init__(self, *answers):
        self.answers, self.asked, self.did = list(answers), [], []
        execution = {"DurableExecutionArn": ARN, "Version": "1", "CheckpointToken": "t1"}
        self.execution = {**execution, "Operations": ["input"]}
        self.functions = SimpleNamespace(
            _build_config=lambda name, data: {"FunctionName": name, **data},
            _execute_function=self.execute,
            _durable_ctx=ContextVar("context", default="of an execution"),
            _functions={"trial": {"at": "latest", "versions": {"1": {"at": "1"}}}},
        )
        executions = SimpleNamespace(
            _executions={ARN: self.execution},
            _serialize_operations=lambda operations, for_event: [*operations],
            schedule_resume=lambda arn: self.did.append("waits"),
            mark_execution_completed=lambda arn, *ended: self.did.append(ended),
            record_invocation_completed=lambda *record: self.did.append(record[-1]),
        )
        correct(self.functions, executions)

    def execute(self, function, event):
        assert self.functions._durable_ctx.get() is None or "DurableExecutionArn" not in event
        self.asked.append((function.get("at"), event))
        self.execution["Operations"].append("a step")
        self.execution["CheckpointToken"] = "t2"
        return self.answers.pop(0)


def test_a_function_with_a_durable_configuration_has_executions_and_no_other_has():
    build = Emulator().functions._build_config
    durable = build("trial", {"DurableConfig": {"ExecutionTimeout": 60}})
    assert durable["DurableConfig"] == {"ExecutionTimeout": 60, "Enabled": True}
    assert build("plain", {}) == {"FunctionName": "plain"}


def test_another_event_reaches_its_function_as_it_is():
    emulator = Emulator(SUCCEEDED)
    assert emulator.functions._execute_function({"at": "1"}, {"a": 1}) == SUCCEEDED
    assert emulator.asked == [("1", {"a": 1})]
    assert emulator.did == []


def test_an_invocation_that_is_tried_again_gets_the_steps_that_are_stored_by_then():
    emulator = Emulator(CRASHED, PENDING)
    first = {"DurableExecutionArn": ARN, "CheckpointToken": "t1", "InitialExecutionState": {}}
    for _ in range(2):
        emulator.functions._execute_function({"at": "1"}, first)
    events = [event for _, event in emulator.asked]
    seen = [(event["CheckpointToken"], event["InitialExecutionState"]) for event in events]
    assert seen == [
        ("t1", {"Operations": ["input"], "NextMarker": ""}),
        ("t2", {"Operations": ["input", "a step"], "NextMarker": ""}),
    ]
    assert emulator.did == ["waits"]


def test_an_execution_is_resumed_by_its_version_until_there_is_an_answer():
    emulator = Emulator(CRASHED, SUCCEEDED)
    emulator.functions.invoke_durable_resume("trial", ARN, {})
    assert [at for at, _ in emulator.asked] == ["1", "1"]
    assert emulator.did == [CRASHED["body"], ("3", None), None]


def test_a_process_that_always_ends_is_not_started_for_ever():
    emulator = Emulator(*[CRASHED] * (TRIES + 1))
    emulator.functions.invoke_durable_resume("trial", ARN, {})
    assert len(emulator.asked) == TRIES


@pytest.mark.parametrize("body", ["3", json.dumps("done"), {"Status": "GONE"}])
def test_an_answer_without_a_status_ends_the_execution_as_failed(body):
    emulator = Emulator({"body": body})
    emulator.functions._execute_function({"at": "1"}, {"DurableExecutionArn": ARN})
    [(result, error)] = emulator.did
    assert result is None
    assert error["ErrorType"] == "InvalidOutput"
