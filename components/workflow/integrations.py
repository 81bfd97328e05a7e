"""Integrations: the calls that a task can make to AWS services, with the grants that they need.

Values in ``payload``, ``item`` and the like are Amazon States Language: a key that ends in ``.$``
takes its value from a path of the input (``$.orderId``), of the run (``$$.Execution.Id``) or from
an intrinsic function.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

import pulumi

from components.access import Access
from components.arn import Arn, read
from components.compute.function import Function
from components.references import (
    AnyFunction,
    AnyQueue,
    AnyTable,
    AnyTopic,
    AnyWorkflow,
    FunctionRef,
    QueueRef,
    TableRef,
    TopicRef,
    WorkflowRef,
)
from components.workflow.errors import LAMBDA_UNAVAILABLE, TASK_FAILED
from components.workflow_grants import WorkflowGrants

TOKEN = {"token.$": "$$.Task.Token"}

# Most calls have no errors that a retry could not change.
ANY_FAILURE = (TASK_FAILED,)
QUEUE_UNAVAILABLE = ("SQS.AmazonSQSException", "SQS.SdkClientException")
STATES_UNAVAILABLE = (
    "StepFunctions.ExecutionLimitExceededException",
    "StepFunctions.AWSStepFunctionsException",
    "StepFunctions.SdkClientException",
)


# Lambda may take ten seconds to initialise a function, and does it again when that fails; the
# function's own timeout begins after that.
START_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Integration:
    """One call; made by the functions below."""

    resource: pulumi.Input[str]
    """The ARN of the task's resource: a function, or an integration of Step Functions."""

    uses: tuple[Access, ...]
    """The grants that the call needs."""

    parameters: Mapping[str, Any] | None = None
    """What is sent, in Amazon States Language; the input if not given."""

    transient: tuple[str, ...] = ANY_FAILURE
    """Names of the errors that are retried by default."""

    waits: Literal["token", "run"] | None = None
    """What ends the task if not the call's answer: a task token, or another execution's end."""

    function_timeout: int | None = None
    """The timeout of the function that the call waits for, in seconds, where it is known."""

    @property
    def least_timeout(self) -> int:
        """The shortest timeout, in seconds, in which a function can use its own timeout."""
        return 0 if self.function_timeout is None else self.function_timeout + START_SECONDS


def invoke(function: AnyFunction, payload: Mapping[str, Any] | None = None) -> Integration:
    """Invoke a function with ``payload``, else the whole input; its return value is the result.

    The task's resource is the function's ARN, so that the result has no envelope around it, as
    ``lambda:invoke`` gives.
    """
    called = FunctionRef.of(function)
    return Integration(
        resource=called.arn,
        parameters=payload,
        uses=(called.invoke(),),
        transient=LAMBDA_UNAVAILABLE,
        function_timeout=function.timeout if isinstance(function, Function) else None,
    )


def invoke_and_wait(function: AnyFunction, payload: Mapping[str, Any] | None = None) -> Integration:
    """Invoke a function, then wait until its task token is sent back.

    The payload is the task's ``token`` and ``payload``, else the whole input as ``input``.
    """
    given = {"input.$": "$"} if payload is None else payload
    called = FunctionRef.of(function)
    return Integration(
        resource=_call("lambda:invoke.waitForTaskToken", called.arn),
        parameters={"FunctionName": called.arn, "Payload": _with_token(given)},
        uses=(called.invoke(),),
        transient=LAMBDA_UNAVAILABLE,
        waits="token",
    )


def put_item(table: AnyTable, item: Mapping[str, Any], condition: str | None = None) -> Integration:
    """Put an item, in DynamoDB's attribute values: ``{"itemId": {"S.$": "$.itemId"}}``."""
    given = {"ConditionExpression": condition} if condition else {}
    return _of_table("putItem", "dynamodb:PutItem", table, {"Item": item, **given})


def update_item(
    table: AnyTable,
    key: Mapping[str, Any],
    update: str,
    *,
    values: Mapping[str, Any] | None = None,
    names: Mapping[str, str] | None = None,
    condition: str | None = None,
) -> Integration:
    """Update attributes of an item, if ``condition`` holds."""
    given = {
        "Key": key,
        "UpdateExpression": update,
        "ConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }
    arguments = {name: value for name, value in given.items() if value is not None}
    return _of_table("updateItem", "dynamodb:UpdateItem", table, arguments)


def get_item(table: AnyTable, key: Mapping[str, Any]) -> Integration:
    """Get an item by a consistent read; the result has it under ``Item``, if it exists."""
    return _of_table("getItem", "dynamodb:GetItem", table, {"Key": key, "ConsistentRead": True})


def send_message(queue: AnyQueue, body: Mapping[str, Any], group: str | None = None) -> Integration:
    """Send a message; ``group`` is the path of its message group, which a FIFO queue requires."""
    grouped = {"MessageGroupId.$": group} if group else {}
    receiver = QueueRef.of(queue)
    return Integration(
        resource=_call("sqs:sendMessage", receiver.arn),
        parameters={"QueueUrl": receiver.url, "MessageBody": body, **grouped},
        uses=(receiver.send(),),
    )


def send_message_and_wait(
    queue: AnyQueue, body: Mapping[str, Any], group: str | None = None
) -> Integration:
    """Send a message with the task's ``token``, and wait until its consumer sends the token back.

    Only errors of SQS are retried: an error that the consumer reports is final.
    """
    return replace(
        send_message(queue, _with_token(body), group),
        resource=_call("sqs:sendMessage.waitForTaskToken", QueueRef.of(queue).arn),
        transient=QUEUE_UNAVAILABLE,
        waits="token",
    )


def publish(topic: AnyTopic, message: Mapping[str, Any]) -> Integration:
    """Publish a message on a topic."""
    notified = TopicRef.of(topic)
    return Integration(
        resource=_call("sns:publish", notified.arn),
        parameters={"TopicArn": notified.arn, "Message": message},
        uses=(notified.publish(),),
    )


def put_events(
    bus_name: pulumi.Input[str],
    grant: Access,
    *,
    source: str,
    detail_type: str,
    detail: Mapping[str, Any],
) -> Integration:
    """Put an event on a bus; ``grant`` is the bus's ``publish`` for this source."""
    entry = {
        "EventBusName": bus_name,
        "Source": source,
        "DetailType": detail_type,
        "Detail": detail,
    }
    return Integration(
        resource=_call("events:putEvents", grant.resources[0]),
        parameters={"Entries": [entry]},
        uses=(grant,),
    )


def start_execution(workflow: AnyWorkflow, payload: Mapping[str, Any] | None = None) -> Integration:
    """Run another workflow to its end; its output is the result, and its failure fails the task."""
    given = {"Input.$": "$"} if payload is None else {"Input": payload}
    # A workflow of ours refuses it as Express, which a reference cannot know.
    nested = workflow if isinstance(workflow, WorkflowGrants) else WorkflowRef.of(workflow)
    return Integration(
        resource=_call("states:startExecution.sync:2", nested.arn),
        parameters={"StateMachineArn": nested.arn, **given},
        uses=nested.run(),
        transient=STATES_UNAVAILABLE,
        waits="run",
    )


def _with_token(payload: Mapping[str, Any]) -> dict[str, Any]:
    if {"token", "token.$"} & payload.keys():
        raise ValueError("payload must not have the key token: the task token is put there")
    return {**TOKEN, **payload}


def _of_table(
    call: str, action: str, table: AnyTable, parameters: Mapping[str, Any]
) -> Integration:
    asked = TableRef.of(table)
    return Integration(
        resource=_call(f"dynamodb:{call}", asked.arn),
        parameters={"TableName": asked.name, **parameters},
        uses=(asked.allow((action,), (asked.arn,)),),
    )


def _call(name: str, arn: pulumi.Input[str]) -> pulumi.Input[str]:
    """The ARN of an integration, in the partition of the resource that it calls."""
    return read(arn, partial(integration_of, name))


def integration_of(name: str, arn: str) -> str:
    """``arn:PARTITION:states:::NAME``, in the partition of another ARN."""
    return f"arn:{Arn.parse(arn).partition}:states:::{name}"
