"""Integrations: what a task asks of AWS, with the grants that the asking needs.

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

# Most tasks call something that has no answers of its own: any error is worth another try.
ANY_FAILURE = (TASK_FAILED,)
QUEUE_UNAVAILABLE = ("SQS.AmazonSQSException", "SQS.SdkClientException")
STATES_UNAVAILABLE = (
    "StepFunctions.ExecutionLimitExceededException",
    "StepFunctions.AWSStepFunctionsException",
    "StepFunctions.SdkClientException",
)


# Lambda may take ten seconds to start a function, and does it again when that fails; the
# function's own time begins after that.
START_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Integration:
    """One call: ``transient`` names what is tried again; ``waits`` if somebody else ends it.

    ``function_timeout`` is that of the function whose end is the call's, if there is one.
    """

    resource: pulumi.Input[str]
    uses: tuple[Access, ...]
    parameters: Mapping[str, Any] | None = None
    transient: tuple[str, ...] = ANY_FAILURE
    waits: Literal["token", "run"] | None = None
    function_timeout: int | None = None

    @property
    def least_timeout(self) -> int:
        """The seconds in which the call is over even if its function takes all of its time."""
        return 0 if self.function_timeout is None else self.function_timeout + START_SECONDS


def invoke(function: Function, payload: Mapping[str, Any] | None = None) -> Integration:
    """Run a function with ``payload`` (else the whole input); what it returns is the result.

    Named by its ARN, Lambda's answer comes without the envelope of ``lambda:invoke``.
    """
    return Integration(
        resource=function.arn,
        parameters=payload,
        uses=(function.invoke(),),
        transient=LAMBDA_UNAVAILABLE,
        function_timeout=function.timeout,
    )


def invoke_and_wait(function: Function, payload: Mapping[str, Any] | None = None) -> Integration:
    """Run a function, then wait until somebody ends the task by the token it was given.

    The payload is the task's ``token`` and what ``payload`` says, else the whole ``input``.
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
    """Write an item, in DynamoDB's own form: ``{"itemId": {"S.$": "$.itemId"}}``."""
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
    """Change attributes of an item, if ``condition`` holds."""
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
    """Read an item as it is now; the result has it under ``Item``, if there is one."""
    return _of_table("getItem", "dynamodb:GetItem", table, {"Key": key, "ConsistentRead": True})


def send_message(queue: Queue, body: Mapping[str, Any], group: str | None = None) -> Integration:
    """Put a message on a queue; ``group`` is a path to its group, which a FIFO queue demands."""
    grouped = {"MessageGroupId.$": group} if group else {}
    return Integration(
        resource="arn:aws:states:::sqs:sendMessage",
        parameters={"QueueUrl": queue.url, "MessageBody": body, **grouped},
        uses=(Access(actions=("sqs:SendMessage",), resources=(queue.arn,)),),
    )


def send_message_and_wait(
    queue: Queue, body: Mapping[str, Any], group: str | None = None
) -> Integration:
    """Put a message with the task's ``token`` on a queue, and wait until its reader ends the task.

    Only what the queue itself answers is tried again: the reader's refusal is final.
    """
    return replace(
        send_message(queue, _with_token(body), group),
        resource="arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        transient=QUEUE_UNAVAILABLE,
        waits="token",
    )


def publish(topic: Topic, message: Mapping[str, Any]) -> Integration:
    """Tell all who listen to a topic."""
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
    """Announce an event; ``grant`` is what the bus gives to whoever may announce there."""
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
    """Run another workflow to its end; its output is the result, its failure the task's."""
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
        raise ValueError("a payload names no token of its own: the task's goes there")
    return {**TOKEN, **payload}


def _of_table(call: str, action: str, table: Table, parameters: Mapping[str, Any]) -> Integration:
    return Integration(
        resource=f"arn:aws:states:::dynamodb:{call}",
        parameters={"TableName": table.name, **parameters},
        uses=(Access(actions=(action,), resources=(table.arn,)),),
    )
