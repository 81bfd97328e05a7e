"""ARN: the partition, Region, account and name that the ARN of an existing resource holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import pulumi

Found = TypeVar("Found")

# The domain of AWS's endpoints by partition, from botocore's partitions.json.
DOMAINS = {
    "aws": "amazonaws.com",
    "aws-cn": "amazonaws.com.cn",
    "aws-eusc": "amazonaws.eu",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
    "aws-iso-e": "cloud.adc-e.uk",
    "aws-iso-f": "csp.hci.ic.gov",
    "aws-us-gov": "amazonaws.com",
}


@dataclass(frozen=True)
class Arn:
    """The parts of ``arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE``; some services leave the
    Region and the account empty.
    """

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @classmethod
    def parse(cls, text: str) -> Arn:
        """The parts of an ARN; raises ``ValueError`` for a text that is none."""
        parts = text.split(":", 5)
        if len(parts) != 6 or parts[0] != "arn" or parts[1] not in DOMAINS or not parts[5]:
            raise ValueError(
                f"an ARN must be arn:PARTITION:SERVICE:REGION:ACCOUNT:NAME, got {text}"
            )
        return cls(*parts[1:])


@dataclass(frozen=True)
class Form:
    """What the ARNs of one kind of resource look like.

    ``resource`` is a pattern with the groups that can be read, of which ``name`` is one; ``types``
    are the type tokens of ``pulumi_aws`` for it.
    """

    kind: str
    service: str
    resource: str
    types: tuple[str, ...] = ()

    def read(self, text: str, group: str = "name") -> str | None:
        """A group of an ARN of this kind; raises ``ValueError`` for an ARN of another kind."""
        arn = Arn.parse(text)
        match = re.fullmatch(self.resource, arn.resource, re.ASCII)
        if arn.service != self.service or match is None:
            raise ValueError(f"{self.kind} must be given by the ARN of one, got {text}")
        return match[group]

    def name(self, text: str) -> str:
        """The name in an ARN of this kind."""
        return str(self.read(text))

    def checked(self, text: str) -> str:
        """An ARN of this kind as it is; raises ``ValueError`` for an ARN of another kind."""
        self.read(text)
        return text


FUNCTION = Form(
    "function",
    "lambda",
    r"function:(?P<name>[\w-]+)(:(?P<qualifier>[\w$-]+))?",
    ("aws:lambda/function:Function", "aws:lambda/alias:Alias"),
)
TABLE = Form("table", "dynamodb", r"table/(?P<name>[\w.-]+)", ("aws:dynamodb/table:Table",))
STREAM = Form("stream", "dynamodb", r"table/(?P<name>[\w.-]+)/stream/.+")
KINESIS = Form(
    "Kinesis stream", "kinesis", r"stream/(?P<name>[\w.-]+)", ("aws:kinesis/stream:Stream",)
)
QUEUE = Form("queue", "sqs", r"(?P<name>[\w.-]+)", ("aws:sqs/queue:Queue",))
TOPIC = Form("topic", "sns", r"(?P<name>[\w.-]+)", ("aws:sns/topic:Topic",))
BUCKET = Form(
    "bucket", "s3", r"(?P<name>[a-z0-9.-]+)", ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
)
BUS = Form(
    "event bus",
    "events",
    r"event-bus/(?P<name>[\w./-]+)",
    ("aws:cloudwatch/eventBus:EventBus",),
)
WORKFLOW = Form(
    "workflow",
    "states",
    r"stateMachine:(?P<name>[\w-]+)(:.+)?",
    ("aws:sfn/stateMachine:StateMachine",),
)

DATABASE = Form("database", "rds", r"db:(?P<name>[A-Za-z][\w-]*)", ("aws:rds/instance:Instance",))

COMPLETION_RULE = "StepFunctionsGetEventsForStepFunctionsExecutionRule"


def read(arn: pulumi.Input[str], reader: Callable[[str], Found]) -> Found | pulumi.Output[Found]:
    """What ``reader`` finds in an ARN: at once in a text, else as soon as the output is known."""
    if isinstance(arn, str):
        return reader(arn)
    known: pulumi.Output[str] = pulumi.Output.from_input(arn)
    return known.apply(reader)


def queue_url(arn: str) -> str:
    """The URL of a queue, as SQS makes it of the parts of the queue's ARN."""
    name, parts = QUEUE.name(arn), Arn.parse(arn)
    return f"https://sqs.{parts.region}.{DOMAINS[parts.partition]}/{parts.account}/{name}"


def invoke_arn(function_arn: str) -> str:
    """The ARN by which API Gateway calls a function: an action of its own, on the function's ARN.

    https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
    """
    FUNCTION.name(function_arn)
    at = Arn.parse(function_arn)
    call = f"path/2015-03-31/functions/{function_arn}/invocations"
    return f"arn:{at.partition}:apigateway:{at.region}:lambda:{call}"


def executions_of(state_machine_arn: str) -> str:
    """The ARNs of all executions of a state machine."""
    return state_machine_arn.replace(":stateMachine:", ":execution:") + ":*"


def snapshots_of(prefix: str, database_arn: str) -> str:
    """The ARNs of snapshots whose ids begin with a prefix, where a database is."""
    at = Arn.parse(database_arn)
    return f"arn:{at.partition}:rds:{at.region}:{at.account}:snapshot:{prefix}*"


def completion_rule_of(state_machine_arn: str) -> str:
    """The rule by which Step Functions is notified, in an account, that executions have ended."""
    at = Arn.parse(state_machine_arn)
    return f"arn:{at.partition}:events:{at.region}:{at.account}:rule/{COMPLETION_RULE}"
