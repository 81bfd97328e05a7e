"""IoT channel: topics of AWS IoT Core, for more clients than a WebSocket API serves."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statements
from components.compute.function import Function, FunctionArgs
from components.defaults import Defaults
from components.grants import named
from components.kinesis_reference import AnyKinesis, KinesisRef
from components.limits import exactly_one
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs
from components.observability import iot_alarms
from components.realtime.iot_policy import VARIABLES, Kind, Topics, beside, client_policy
from components.references import AnyFunction, AnyQueue, FunctionRef, QueueRef
from components.roles import role_for

# Where a function that the channel makes finds the prefix of its topics.
TOPIC_PREFIX = "TOPIC_PREFIX"

IOT = "iot.amazonaws.com"
REMEDY = "find out why, then send base64OriginalPayload to the consumer by hand"

# The version of the SQL with base64 and nested arrays; the first is the default for ever:
# https://docs.aws.amazon.com/iot/latest/developerguide/iot-rule-sql-version.html
SQL_VERSION = "2016-03-23"

# A topic has eight levels and 256 bytes at most; below the prefix are two, of which one is an id:
# https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits
PREFIX = r"[\w-]+(/[\w-]+){0,5}"
PREFIX_LIMIT = 100


@dataclass(frozen=True, kw_only=True)
class IotChannelArgs:
    """The topics, who the clients are, and what consumes their messages.

    Raises ``ValueError`` for a prefix that is no topic, and for more or less than one consumer.
    """

    prefix: str
    """What the channel's topics begin with: one to six levels of letters, digits, ``-`` and ``_``,
    as ``shop/orders``, up to 100 characters; no other channel of the account may have it."""

    clients: Kind = "identity"
    """``identity``: identities of a Cognito identity pool, as browsers and apps have; the id of a
    client is the identity's. ``thing``: devices with a certificate, by the name of their thing."""

    function: FunctionArgs | AnyFunction | None = None
    """A function as the consumer, invoked asynchronously: the arguments of one, which the channel
    makes, which may publish (``TOPIC_PREFIX``), and whose failures move to the dead-letter queue
    unless it has ``on_failure``; or a function that exists, with destinations of its own."""

    queue: AnyQueue | None = None
    """A standard queue as the consumer: ours, ``aws.sqs.Queue`` or its ARN."""

    stream: AnyKinesis | None = None
    """A Kinesis stream as the consumer: ours, ``aws.kinesis.Stream`` or its ARN; a message is a
    record, and those of one client are in order."""

    defaults: Defaults = Defaults()
    """Stage defaults: alarm topic, dead-letter retention, tags."""

    def __post_init__(self) -> None:
        if not re.fullmatch(PREFIX, self.prefix, re.ASCII) or len(self.prefix) > PREFIX_LIMIT:
            raise ValueError(
                "prefix must be one to six levels of letters, digits, - and _, up to "
                f"{PREFIX_LIMIT} characters, got {self.prefix}"
            )
        if self.clients not in VARIABLES:
            raise ValueError(f"clients must be one of {', '.join(VARIABLES)}, got {self.clients}")
        exactly_one("an IoT channel", function=self.function, queue=self.queue, stream=self.stream)


class IotChannel(pulumi.ComponentResource):
    """A rule that hands what clients publish to a function, a queue or a stream, and a policy by
    which a client reaches no other's topics.

    A client connects by its own id, publishes to ``PREFIX/from/ID``, and subscribes to
    ``PREFIX/to/ID`` and ``PREFIX/all``. The consumer gets the message, a JSON object, with
    ``clientId`` and ``receivedAt`` (ms), which a client cannot choose. A second connection of an id
    ends the first. ``client_policy`` must be attached to each identity (``iot attach-policy``), or
    certificate; an identity's role needs IAM permissions as well. A message that the consumer does
    not accept moves to ``dead_letter_queue``, whose alarm notifies.
    """

    topics: Topics
    rule: aws.iot.TopicRule
    role: aws.iam.Role
    client_policy: aws.iot.Policy
    dead_letter_queue: DeadLetters
    function: Function | None = None
    permission: aws.lambda_.Permission | None = None
    parse_errors_alarm: aws.cloudwatch.MetricAlarm
    throttles_alarm: aws.cloudwatch.MetricAlarm

    def __init__(
        self, name: str, args: IotChannelArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:realtime:IotChannel", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults, self.topics = args.defaults, Topics(args.prefix)

        failed = DeadLettersArgs(defaults=defaults, remedy=REMEDY)
        self.dead_letter_queue = DeadLetters(name, failed, opts=child)
        self.role, permissions = self._role(name, args, child)
        consumer = None if args.function is None else self._consumer(name, args.function, child)
        self.rule = aws.iot.TopicRule(
            # Names of rules have no hyphens, and the provider makes them of the logical name.
            f"{name}-rule".replace("-", "_"),
            enabled=True,
            sql=self._sql(),
            sql_version=SQL_VERSION,
            description=f"What clients publish below {args.prefix}.",
            error_action={"sqs": self._sqs(self.dead_letter_queue.url)},
            lambdas=None if consumer is None else [{"function_arn": consumer.arn}],
            sqs=None if args.queue is None else [self._sqs(QueueRef.of(args.queue).url)],
            kineses=None if args.stream is None else [self._record(KinesisRef.of(args.stream))],
            tags=defaults.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[permissions]),
        )
        if consumer is not None:
            self.permission = consumer.invoked_by(name, IOT, self.rule.arn, child)
        self.client_policy = aws.iot.Policy(
            f"{name}-clients",
            policy=client_policy(self.topics, args.clients, self.dead_letter_queue.arn),
            tags=defaults.tags,
            opts=child,
        )
        self.parse_errors_alarm, self.throttles_alarm = iot_alarms.of_rule(
            name, self.rule.name, defaults, child
        )
        self.register_outputs({"ruleArn": self.rule.arn})

    def publish(self, variable: str | None = None) -> Access:
        """Let a function publish to one client and to all; the variable carries the prefix."""
        topics = (self.topics.sent_to("*"), self.topics.sent_to_all)
        return Access(
            actions=("iot:Publish",),
            resources=tuple(
                beside(self.dead_letter_queue.arn, f"topic/{topic}") for topic in topics
            ),
            environment=named(variable, self.topics.prefix),
        )

    def _sql(self) -> str:
        columns = "*, clientid() AS clientId, timestamp() AS receivedAt"
        return f"SELECT {columns} FROM '{self.topics.sent_by('+')}'"

    def _role(
        self, name: str, args: IotChannelArgs, opts: pulumi.ResourceOptions
    ) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        """The role of the rule, which sends to its queues and stream and does nothing else."""
        near = self.dead_letter_queue.arn
        role = role_for(
            f"{name}-rule-role", assumed_by(IOT, beside(near, "rule/*")), args.defaults, opts
        )
        sends = [self.dead_letter_queue.send()]
        if args.queue is not None:
            sends.append(QueueRef.of(args.queue).send())
        if args.stream is not None:
            sends.append(KinesisRef.of(args.stream).put())
        permissions = aws.iam.RolePolicy(
            f"{name}-rule-permissions", role=role.id, policy=policy(*statements(*sends)), opts=opts
        )
        return role, permissions

    def _consumer(
        self, name: str, function: FunctionArgs | AnyFunction, opts: pulumi.ResourceOptions
    ) -> FunctionRef:
        """The function that the rule invokes, made if it does not exist."""
        if not isinstance(function, FunctionArgs):
            return FunctionRef.of(function)
        failed = function.on_failure or self.dead_letter_queue.arn
        uses = (*function.uses, self.publish(TOPIC_PREFIX))
        self.function = Function(name, replace(function, uses=uses, on_failure=failed), opts=opts)
        return FunctionRef.of(self.function)

    def _record(self, stream: KinesisRef) -> Any:
        return {
            "stream_name": stream.name,
            "role_arn": self.role.arn,
            "partition_key": "${clientid()}",
        }

    def _sqs(self, url: pulumi.Input[str]) -> Any:
        return {"queue_url": url, "role_arn": self.role.arn, "use_base64": False}
