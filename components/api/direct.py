"""Direct integrations: routes of a REST API that an AWS service answers, without a function."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TypeAlias

import pulumi

from components.access import Access
from components.arn import QUEUE, WORKFLOW, Arn, read
from components.references import AnyQueue, AnyWorkflow, QueueRef, WorkflowRef

# The attribute of a message that carries the ``sub`` of its caller's token.
CALLER_ATTRIBUTE = "caller"
CALLER = "$context.authorizer.claims.sub"

# Whatever is not escaped could add parameters to the request: ``&Action=DeleteMessage``.
SEND = "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"
SENT_BY = (
    f"&MessageAttribute.1.Name={CALLER_ATTRIBUTE}&MessageAttribute.1.Value.DataType=String"
    f"&MessageAttribute.1.Value.StringValue=$util.urlEncode({CALLER})"
)

# ``escapeJavaScript`` escapes single quotes, too, which JSON does not know:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
ESCAPED_BODY = r"""$util.escapeJavaScript($input.json('$')).replaceAll("\\'", "'")"""


@dataclass(frozen=True, kw_only=True)
class SendMessage:
    """Puts the body of each request into a standard queue, and answers 202 with the message's id.

    The message has the attribute ``caller``, the ``sub`` of the token, where the route is not
    public. SQS takes messages of up to 1 MiB; a longer one is answered 400.
    """

    queue: AnyQueue
    """The queue: ours, ``aws.sqs.Queue``, or its ARN. A FIFO queue is a ``ValueError``: API Gateway
    could not name the group of a message."""

    content_type = "application/x-www-form-urlencoded"
    message_id = "$input.path('$.SendMessageResponse.SendMessageResult.MessageId')"

    def __post_init__(self) -> None:
        self.uri()

    def uri(self) -> pulumi.Input[str]:
        """Where API Gateway sends the request."""
        return read(QueueRef.of(self.queue).arn, queue_uri)

    def access(self) -> Access:
        """What the integration's role may do."""
        return QueueRef.of(self.queue).send()

    def template(self, *, public: bool) -> pulumi.Input[str]:
        """The request, which API Gateway makes of the caller's."""
        return SEND if public else SEND + SENT_BY


@dataclass(frozen=True, kw_only=True)
class StartExecution:
    """Starts an execution of a state machine, and answers 202 with the execution's name.

    Its input is an object with ``requestId``, which is its name, too, ``body``, and ``caller``,
    the ``sub`` of the token, where the route is not public.
    """

    workflow: AnyWorkflow
    """The state machine: ours, ``aws.sfn.StateMachine``, or its ARN."""

    content_type = "application/x-amz-json-1.0"
    message_id = "$context.requestId"

    def __post_init__(self) -> None:
        self.uri()

    def uri(self) -> pulumi.Input[str]:
        """Where API Gateway sends the request."""
        return read(WorkflowRef.of(self.workflow).arn, workflow_uri)

    def access(self) -> Access:
        """What the integration's role may do."""
        return WorkflowRef.of(self.workflow).start()

    def template(self, *, public: bool) -> pulumi.Input[str]:
        """The request, which API Gateway makes of the caller's."""
        arn = WorkflowRef.of(self.workflow).arn
        caller = "" if public else f', \\"caller\\": \\"{CALLER}\\"'
        given = f'{{\\"requestId\\": \\"$context.requestId\\"{caller}, \\"body\\": $body}}'
        begin = f'#set($body = {ESCAPED_BODY}){{"stateMachineArn": "'
        return pulumi.Output.concat(
            begin, arn, f'", "name": "$context.requestId", "input": "{given}"}}'
        )


Direct: TypeAlias = SendMessage | StartExecution


def accepted(direct: Direct) -> str:
    """The body of the 202 response."""
    return json.dumps({"message": "accepted", "id": direct.message_id})


def queue_uri(arn: str) -> str:
    """The integration URI of a queue, which the path names; raises ``ValueError`` for FIFO."""
    name, at = QUEUE.name(arn), Arn.parse(arn)
    if name.endswith(".fifo"):
        raise ValueError(f"queue must be a standard queue, got the FIFO queue {name}")
    return f"arn:{at.partition}:apigateway:{at.region}:sqs:path/{at.account}/{name}"


def workflow_uri(arn: str) -> str:
    """The integration URI of ``StartExecution`` in the Region of a state machine."""
    WORKFLOW.name(arn)
    at = Arn.parse(arn)
    return f"arn:{at.partition}:apigateway:{at.region}:states:action/StartExecution"
