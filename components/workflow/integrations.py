"""Integrations: the calls that a task can make to AWS services, with the grants that they need.

Values in ``payload``, ``item`` and the like are Amazon States Language: a key that ends in ``.$``
takes its value from a path of the input (``$.orderId``), of the run (``$$.Execution.Id``) or from
an intrinsic function.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import pulumi

from components.access import Access
from components.compute.function import Function
from components.data.table import Table
from components.messaging.queue import Queue
from components.messaging.topic import Topic
from components.workflow.errors import LAMBDA_UNAVAILABLE, TASK_FAILED

if TYPE_CHECKING:
    from components.workflow.workflow import Workflow

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


def invoke(function: Function, payload: Mapping[str, Any] | None = None) -> Integration:
    """Invoke a function with ``payload``, else the whole input; its return value is the result.

    The task's resource is the function's ARN, so that the result has no envelope around it, as
    ``lambda:invoke`` gives.
    """
    return Integration(
        resource=function.arn,
        parameters=payload,
        uses=(function.invoke(),),
        transient=LAMBDA_UNAVAILABLE,
        function_timeout=function.timeout,
    )


def invoke_and_wait(function: Function, payload: Mapping[str, Any] | None = None) -> Integration:
    """Invoke a function, then wait until its task token is sent back.

    The payload is the task's ``token`` and ``payload``, else the whole input as ``input``.
    """
    given = {"input.$": "$"} if payload is None else payload
    return Integration(
        resource="arn:aws:states:::lambda:invoke.waitForTaskToken",
        parameters={"FunctionName": function.arn, "Payload": _with_token(given)},
        uses=(function.invoke(),),
        transient=LAMBDA_UNAVAILABLE,
        waits="token",
    )


def put_item(table: Table, item: Mapping[str, Any], condition: str | None = None) -> Integration:
    """Put an item, in DynamoDB's attribute values: ``{"itemId": {"S.$": "$.itemId"}}``."""
    given = {"ConditionExpression": condition} if condition else {}
    return _of_table("putItem", "dynamodb:PutItem", table, {"Item": item, **given})


def update_item(
    table: Table,
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
    said = {name: value for name, value in given.items() if value is not None}
    return _of_table("updateItem", "dynamodb:UpdateItem", table, said)


def get_item(table: Table, key: Mapping[str, Any]) -> Integration:
    """Get an item by a consistent read; the result has it under ``Item``, if it exists."""
    return _of_table("getItem", "dynamodb:GetItem", table, {"Key": key, "ConsistentRead": True})


def send_message(queue: Queue, body: Mapping[str, Any], group: str | None = None) -> Integration:
    """Send a message; ``group`` is the path of its message group, which a FIFO queue requires."""
    grouped = {"MessageGroupId.$": group} if group else {}
    return Integration(
        resource="arn:aws:states:::sqs:sendMessage",
        parameters={"QueueUrl": queue.url, "MessageBody": body, **grouped},
        uses=(Access(actions=("sqs:SendMessage",), resources=(queue.arn,)),),
    )


def send_message_and_wait(
    queue: Queue, body: Mapping[str, Any], group: str | None = None
) -> Integration:
    """Send a message with the task's ``token``, and wait until its consumer sends the token back.

    Only errors of SQS are retried: an error that the consumer reports is final.
    """
    return replace(
        send_message(queue, _with_token(body), group),
        resource="arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        transient=QUEUE_UNAVAILABLE,
        waits="token",
    )


def publish(topic: Topic, message: Mapping[str, Any]) -> Integration:
    """Publish a message on a topic."""
    return Integration(
        resource="arn:aws:states:::sns:publish",
        parameters={"TopicArn": topic.arn, "Message": message},
        uses=(Access(actions=("sns:Publish",), resources=(topic.arn,)),),
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
        resource="arn:aws:states:::events:putEvents",
        parameters={"Entries": [entry]},
        uses=(grant,),
    )


def start_execution(workflow: Workflow, payload: Mapping[str, Any] | None = None) -> Integration:
    """Run another workflow to its end; its output is the result, and its failure fails the task."""
    given = {"Input.$": "$"} if payload is None else {"Input": payload}
    return Integration(
        resource="arn:aws:states:::states:startExecution.sync:2",
        parameters={"StateMachineArn": workflow.arn, **given},
        uses=workflow.run(),
        transient=STATES_UNAVAILABLE,
        waits="run",
    )


def _with_token(payload: Mapping[str, Any]) -> dict[str, Any]:
    if {"token", "token.$"} & payload.keys():
        raise ValueError("payload must not have the key token: the task token is put there")
    return {**TOKEN, **payload}


def _of_table(call: str, action: str, table: Table, parameters: Mapping[str, Any]) -> Integration:
    return Integration(
        resource=f"arn:aws:states:::dynamodb:{call}",
        parameters={"TableName": table.name, **parameters},
        uses=(Access(actions=(action,), resources=(table.arn,)),),
    )
