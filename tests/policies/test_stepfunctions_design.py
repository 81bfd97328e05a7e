"""Rules on the design of workflows: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import lambda_, sfn

from policies.rules import stepfunctions_design
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource

TASK = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"}
TOKEN = "arn:aws:states:::lambda:invoke.waitForTaskToken"
WRAPPER = resource(lambda_.Function, "put-order", tags={"wrapper": "one call of a table"})
PLAIN = resource(lambda_.Function, "price-order", tags={"service": "orders"})


def machine(*states, of=None, **properties):
    named = {f"state-{number}": state for number, state in enumerate(states)}
    definition = json.dumps({"StartAt": "state-0", "States": named})
    refers = {"definition": [of]} if of else {}
    return resource(sfn.StateMachine, "w", refers=refers, definition=definition, **properties)


ALLOWED = {
    stepfunctions_design.workflow_is_needed: {
        "two tasks": [machine(TASK, TASK)],
        "a retry": [machine({**TASK, "Retry": [{"ErrorEquals": ["States.ALL"]}]})],
        "a catch": [machine({**TASK, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "x"}]})],
        "a wait": [machine(TASK, {"Type": "Wait", "Seconds": 5})],
        "a choice": [machine(TASK, {"Type": "Choice", "Choices": []})],
        "a task token": [machine({**TASK, "Resource": TOKEN})],
        "an item of a map": [machine({"Type": "Map", "ItemProcessor": {"States": {"one": TASK}}})],
        "no task": [machine({"Type": "Pass"})],
    },
    stepfunctions_design.task_is_direct: {
        "a function that does more": [PLAIN, machine(TASK, of=PLAIN)],
        "a wrapper that it does not call": [WRAPPER, machine(TASK)],
    },
}
REFUSED = {
    stepfunctions_design.workflow_is_needed: {
        "one task": [machine(TASK)],
        "one task and its end": [machine({"Type": "Pass"}, TASK, {"Type": "Succeed"})],
    },
    stepfunctions_design.task_is_direct: {
        "a function around one call": [
            resource(lambda_.Function, "put-order", tags={"wrapper": "a table"}, arn=arn("x", "y")),
            machine(TASK, of=WRAPPER),
        ],
    },
}


@shown(ALLOWED)
def test_nothing_is_reported(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_a_violation_is_reported(rule, stack):
    assert passes(rule, stack) == []
