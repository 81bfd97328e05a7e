"""Rules on tasks of state machines: what they allow and what they refuse."""

from __future__ import annotations

import json

import pytest
from pulumi_aws import iam, lambda_, sfn

from policies.framework.resource import UNKNOWN
from policies.rules import stepfunctions_tasks
from tests.policies.asking import all_violations, alone, passes, shown
from tests.policies.stacks import arn, resource

RETRY = [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 3}]
TOKEN = "sns:publish.waitForTaskToken"
ROLE = resource(iam.Role, "role", arn=arn("iam", "role/r"))
FUNCTION = resource(lambda_.Function, "f", arn=arn("lambda", "function:f"))


def task(called="sns:publish", *, to=None, **parts):
    # Without an ARN the definition is known at preview, as that of a state machine that exists.
    given = {"Type": "Task", "Resource": called, "TimeoutSeconds": 60, "Retry": RETRY, **parts}
    if to:
        given["Catch"] = [{"ErrorEquals": ["States.ALL"], "Next": to}]
    return {key: value for key, value in given.items() if value is not None}


FAIL = {"Type": "Fail", "Error": "Failed"}


def definition(more=None, **states):
    return json.dumps({"StartAt": next(iter(states)), "States": states, **(more or {})})


def machine(*, stack="dev", refers=None, properties=None, more=None, **states):
    text = definition(more=more, **states)
    given = {"definition": text, **(properties or {})}
    return resource(sfn.StateMachine, "w", refers, stack, **given)


EXPRESS = {"type": "EXPRESS"}


def saga(**changes):
    """Three steps, of which each leads to what undoes."""
    states = {
        "Reserve": task(to="Undo", Next="Pay"),
        "Pay": task(to="Undo", Next="Ship"),
        "Ship": task(to="Undo", End=True),
        "Undo": task(Next="Failed"),
        "Failed": FAIL,
    }
    return machine(**{**states, **changes})


def with_role(*, about=(), rights=(), text=None):
    runs = resource(
        sfn.StateMachine,
        "w",
        refers={"roleArn": [ROLE], "definition": about},
        roleArn=arn("iam", "role/r"),
        definition=text or definition(One=task(arn("lambda", "function:f"))),
    )
    statements = [{"Effect": "Allow", "Action": action, "Resource": on} for action, on in rights]
    policy = resource(
        iam.RolePolicy,
        "p",
        refers={"role": [ROLE], "policy": about},
        policy=json.dumps({"Statement": statements}),
    )
    return [ROLE, FUNCTION, runs, policy]


INVOKE = ("lambda:InvokeFunction", arn("lambda", "function:f"))
MAP = {"Type": "Map", "ItemProcessor": {"States": {"Each": task(TimeoutSeconds=None)}}}
PARALLEL = {"Type": "Parallel", "Branches": [{"States": {"Each": task(Retry=None)}}]}
OLD_MAP = {"Type": "Map", "Iterator": {"States": {"Each": task(Retry=None)}}}
ALLOWED = {
    stepfunctions_tasks.task_has_timeout: {
        "almost a year": [machine(One=task(TimeoutSeconds=31_535_999))],
        "it has one": [machine(One=task())],
        "it is in the input": [
            machine(One=task(TimeoutSeconds=None, TimeoutSecondsPath="$.seconds"))
        ],
        "no task": [machine(One={"Type": "Pass"})],
        "its definition is not known yet": [resource(sfn.StateMachine, "w", definition=UNKNOWN)],
    },
    stepfunctions_tasks.task_is_retried: {
        "a hundred times": [
            machine(One=task(Retry=[{"ErrorEquals": ["States.ALL"], "MaxAttempts": 100}]))
        ],
        "three times": [machine(One=task())],
        "as often as is the default": [machine(One=task(Retry=[{"ErrorEquals": ["States.ALL"]}]))],
    },
    stepfunctions_tasks.task_failure_is_caught: {
        "every step of a saga": [saga()],
        "one task, which has its reason": [
            machine(First=task(to="Handled", Next="Second"), Second=task(End=True), Handled=task())
        ],
        "none, in a pipeline": [machine(First=task(Next="Second"), Second=task(End=True))],
        "every step of a saga, and not what is before them": [
            machine(
                Claim=task(Next="Reserve"),
                **json.loads(saga().properties["definition"])["States"],
            )
        ],
    },
    stepfunctions_tasks.role_may_call: {
        "a function": with_role(about=[FUNCTION], rights=[INVOKE]),
        "a table": with_role(
            text=definition(One=task("arn:aws:states:::dynamodb:updateItem")),
            rights=[("dynamodb:UpdateItem", "*")],
        ),
        "by an integration": with_role(
            text=definition(One=task("arn:aws:states:::lambda:invoke.waitForTaskToken")),
            rights=[("lambda:*", "*")],
        ),
        "one of which nothing is known": with_role(
            text=definition(One=task("arn:aws:states:::aws-sdk:textract:detectDocumentText")),
        ),
        "a function, and its definition is not known yet": with_role(
            about=[FUNCTION], rights=[INVOKE], text=UNKNOWN
        ),
        "the role is in another stack": [machine(One=task(arn("lambda", "function:f")))],
    },
    stepfunctions_tasks.express_workflow_ends_in_time: {
        "a minute": [machine(One={"Type": "Wait", "Seconds": 60}, properties=EXPRESS)],
        "five minutes": [machine(One=task(), more={"TimeoutSeconds": 300}, properties=EXPRESS)],
        "a standard one waits for a token": [machine(One=task(TOKEN))],
    },
    stepfunctions_tasks.execution_data_is_not_logged: {
        "it is not": [machine(stack="prod", One=task())],
        "it is, in dev": [
            machine(One=task(), properties={"loggingConfiguration": {"includeExecutionData": True}})
        ],
    },
}
REFUSED = {
    stepfunctions_tasks.task_has_timeout: {
        "a year": [machine(One=task(TimeoutSeconds=31_536_000))],
        "it has none": [machine(One=task(TimeoutSeconds=None))],
        "it waits for a token, with a heartbeat": [
            machine(One=task(TOKEN, TimeoutSeconds=None, HeartbeatSeconds=60))
        ],
        "within a map": [machine(One=MAP)],
    },
    stepfunctions_tasks.task_is_retried: {
        "without end": [
            machine(One=task(Retry=[{"ErrorEquals": ["States.ALL"], "MaxAttempts": 101}]))
        ],
        "it has none": [machine(One=task(Retry=None))],
        "an empty list": [machine(One=task(Retry=[]))],
        "no attempts": [
            machine(One=task(Retry=[{"ErrorEquals": ["States.ALL"], "MaxAttempts": 0}]))
        ],
        "within branches": [machine(One=PARALLEL)],
        "within a map of the older spelling": [machine(One=OLD_MAP)],
    },
    stepfunctions_tasks.task_failure_is_caught: {
        "one step of a saga": [saga(Ship=task(End=True))],
        "one step catches an error of its own only": [
            saga(Ship=task(End=True, Catch=[{"ErrorEquals": ["ShipmentFailed"], "Next": "Undo"}]))
        ],
        "no step, so that nothing leads to what undoes": [
            saga(Reserve=task(Next="Pay"), Pay=task(Next="Ship"), Ship=task(End=True))
        ],
    },
    stepfunctions_tasks.role_may_call: {
        "a function, by a right on another": with_role(
            about=[FUNCTION], rights=[("lambda:InvokeFunction", arn("lambda", "function:other"))]
        )[:3]
        + with_role(rights=[("lambda:InvokeFunction", arn("lambda", "function:other"))])[3:],
        "a function, without a right": with_role(about=[FUNCTION], rights=[])[:3],
        "a table, without a right": with_role(
            text="{}", about=[FUNCTION], rights=[("dynamodb:GetItem", "*")]
        )[:3],
    },
    stepfunctions_tasks.express_workflow_ends_in_time: {
        "it waits for a token": [machine(One=task(TOKEN), properties=EXPRESS)],
        "it waits for an hour": [
            machine(One={"Type": "Wait", "Seconds": 3600}, properties=EXPRESS)
        ],
        "it may take six minutes": [
            machine(One=task(), more={"TimeoutSeconds": 301}, properties=EXPRESS)
        ],
    },
    stepfunctions_tasks.execution_data_is_not_logged: {
        "it is": [
            machine(
                stack="prod",
                One=task(),
                properties={"loggingConfiguration": {"includeExecutionData": True}},
            )
        ],
        "it is, at the level ERROR": [
            machine(
                stack="prod-orders",
                One=task(),
                properties={
                    "loggingConfiguration": {"level": "ERROR", "includeExecutionData": True}
                },
            )
        ],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


@pytest.mark.parametrize(
    ("called", "action"),
    [
        ("arn:aws:states:::sqs:sendMessage", "sqs:SendMessage"),
        ("arn:aws:states:::events:putEvents.waitForTaskToken", "events:PutEvents"),
        ("arn:aws-us-gov:states:::states:startExecution.sync:2", "states:StartExecution"),
        ("arn:aws:lambda:eu-west-1:123456789012:function:f:live", "lambda:InvokeFunction"),
    ],
)
def test_a_call_needs_the_right_of_its_name(called, action):
    without = with_role(text=definition(One=task(called)), rights=[("s3:GetObject", "*")])
    [said] = alone(stepfunctions_tasks.role_may_call, without)
    assert f"its role may not {action}" in said
    given = with_role(text=definition(One=task(called)), rights=[(action, "*")])
    assert alone(stepfunctions_tasks.role_may_call, given) == []
