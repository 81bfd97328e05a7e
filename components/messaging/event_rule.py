"""Event rule: delivers events of a bus to an existing queue, function, topic or Kinesis stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.defaults import Defaults
from components.kinesis_reference import AnyKinesis, KinesisRef
from components.limits import exactly_one
from components.messaging import event_input, event_pattern, event_target
from components.messaging.dead_letters import DeadLetters
from components.references import (
    AnyFunction,
    AnyQueue,
    AnyTopic,
    FunctionRef,
    QueueRef,
    TopicRef,
)

REMEDY = "find out why, mend it, then send the event in the message to the target by hand"


@dataclass(frozen=True, kw_only=True)
class EventRuleArgs:
    """The bus, the events, and the one target that gets them."""

    bus_name: pulumi.Input[str]
    """Name or ARN of the event bus."""

    pattern: Mapping[str, Any]
    """EventBridge event pattern of the events to deliver. A replay of the bus's archive is
    delivered only if its name begins with the component's name and a dot."""

    queue: AnyQueue | None = None
    """A queue as the target: ours, ``aws.sqs.Queue`` or its ARN."""

    message_group_id: str | None = None
    """The message group of every event, which a FIFO queue requires."""

    function: AnyFunction | None = None
    """A function as the target, invoked asynchronously: ours, ``aws.lambda_.Function`` or its ARN.
    Where the function fails is for its own retries and destinations, not for this rule's."""

    topic: AnyTopic | None = None
    """A topic as the target: ours, ``aws.sns.Topic`` or its ARN."""

    stream: AnyKinesis | None = None
    """A Kinesis stream as the target: ours, ``aws.kinesis.Stream`` or its ARN."""

    partition_key: str | None = None
    """The path of the partition key in the event, as ``$.detail.orderId``; only with ``stream``.
    Records of one key stay in order. The event's id if not given, which spreads events over all
    shards."""

    input: Mapping[str, str] = field(default_factory=dict)
    """The keys of what the target gets, each with its path in the event, as
    ``{"orderId": "$.detail.orderId"}``; every event must have these paths. The target gets the
    whole event if not given."""

    defaults: Defaults = Defaults()
    """The stage defaults: retries, event age, alarm topic, dead-letter retention and tags."""

    def __post_init__(self) -> None:
        event_pattern.check(self.pattern)
        event_input.check(self.input)
        kind = exactly_one(
            "an event rule",
            queue=self.queue,
            function=self.function,
            topic=self.topic,
            stream=self.stream,
        )
        if self.partition_key is not None and kind != "stream":
            raise ValueError(f"partition_key must be given with a stream only, got a {kind}")
        if self.message_group_id is not None and kind != "queue":
            raise ValueError(f"message_group_id must be given with a queue only, got a {kind}")
        _target(self)


class EventRule(pulumi.ComponentResource):
    """Delivers matching events under a role of its own, so that the target's policy stays as it
    is; an event that the target does not accept moves to the dead-letter queue.

    A queue or topic that is encrypted by a customer managed key must allow the role to use the key.
    """

    rule: aws.cloudwatch.EventRule
    target: aws.cloudwatch.EventTarget
    role: aws.iam.Role
    dead_letter_queue: DeadLetters

    def __init__(
        self, name: str, args: EventRuleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:EventRule", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        pattern = event_pattern.for_consumer(args.pattern, name)
        self.rule = event_target.rule(name, args.bus_name, pattern, args.defaults, child)
        access, target = _target(args)
        made = event_target.deliver(
            name,
            self.rule,
            access,
            REMEDY,
            args.defaults,
            child,
            input_transformer=event_input.transformer(args.input),
            **target,
        )

        self.target, self.role = made.target, made.role
        self.dead_letter_queue = made.dead_letter_queue
        self.register_outputs({"ruleArn": self.rule.arn})


def _target(args: EventRuleArgs) -> tuple[Access, dict[str, Any]]:
    """What the rule's role may do, and the inputs of the target."""
    if args.queue is not None:
        queue = QueueRef.of(args.queue)
        group = {"message_group_id": args.message_group_id}
        return queue.send(), {
            "arn": queue.arn,
            "sqs_target": group if args.message_group_id else None,
        }
    if args.function is not None:
        function = FunctionRef.of(args.function)
        return function.invoke(), {"arn": function.arn}
    if args.stream is not None:
        stream, path = KinesisRef.of(args.stream), args.partition_key
        keyed = None if path is None else {"partition_key_path": path}
        return stream.put(), {"arn": stream.arn, "kinesis_target": keyed}
    assert args.topic is not None
    topic = TopicRef.of(args.topic)
    return topic.publish(), {"arn": topic.arn}
