"""State machines on the emulator."""

from __future__ import annotations

import json
import time

import pytest

from tests.local.provider.lambda_world import ROLE, function, trust
from tests.local.provider.walk import walk

MACHINE = "aws:sfn/stateMachine:StateMachine"
RAISES = "class OutOfStock(Exception): pass\ndef handle(event, context): raise OutOfStock('none')\n"
TOKEN_SECONDS = 5
ANSWER = {"StartAt": "Done", "States": {"Done": {"Type": "Pass", "Result": 1, "End": True}}}


@pytest.fixture
def role(shop):
    made = shop.make(ROLE, "machine", assumeRolePolicy=trust("states"))
    statement = {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    shop.make("aws:iam/rolePolicy:RolePolicy", "invoke", role=made.id, policy=policy)
    return made.state["arn"]


def test_a_state_machine(shop, role):
    made = shop.make(MACHINE, "m", roleArn=role, definition=json.dumps(ANSWER))
    assert made.diff(type="EXPRESS").replacements.keys() == {"type"}
    other = {**ANSWER, "Comment": "other"}
    logs = {
        "level": "ERROR",
        "includeExecutionData": False,
        "logDestination": "arn:aws:logs:eu-west-1:000000000000:log-group:machine:*",
    }
    walk(made, definition=json.dumps(other), loggingConfiguration=logs, tags={"team": "a"})


def test_a_definition_written_otherwise_is_the_same(shop, role):
    made = shop.make(MACHINE, "m", roleArn=role, definition=json.dumps(ANSWER))
    assert not made.diff(definition=json.dumps(ANSWER, indent=4, sort_keys=True))


def test_a_workflow_catches_an_error_by_the_name_of_its_class(shop, role):
    failing = function(shop, "failing", RAISES).state["arn"]
    catch = [
        {"ErrorEquals": ["OutOfStock"], "Next": "Caught"},
        {"ErrorEquals": ["States.ALL"], "Next": "Missed"},
    ]
    task = {"Type": "Task", "Resource": failing, "Catch": catch, "End": True}
    ends = {
        word: {"Type": "Pass", "Result": word.lower(), "End": True} for word in ("Caught", "Missed")
    }
    definition = {"StartAt": "Try", "States": {"Try": task, **ends}}
    made = shop.make(MACHINE, "m", roleArn=role, type="EXPRESS", definition=json.dumps(definition))
    client = made.provider.cloud.client("stepfunctions")
    done = client.start_sync_execution(stateMachineArn=made.id, input="{}")
    assert (done["status"], done.get("output")) == ("SUCCEEDED", '"caught"')


def test_a_function_that_fails_fails_the_task_which_waits_for_its_token(shop, role):
    failing = function(shop, "failing", RAISES).state["arn"]
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {"FunctionName": failing, "Payload": {"token.$": "$$.Task.Token"}},
        "TimeoutSeconds": TOKEN_SECONDS,
        "End": True,
    }
    definition = {"StartAt": "Ask", "States": {"Ask": task}}
    made = shop.make(MACHINE, "m", roleArn=role, definition=json.dumps(definition))
    client = made.provider.cloud.client("stepfunctions")
    run = client.start_execution(stateMachineArn=made.id, input="{}")["executionArn"]
    until = time.monotonic() + 2 * TOKEN_SECONDS
    while (found := client.describe_execution(executionArn=run))["status"] == "RUNNING":
        assert time.monotonic() < until
        time.sleep(0.05)
    assert (found["status"], found["error"]) == ("FAILED", "OutOfStock")
