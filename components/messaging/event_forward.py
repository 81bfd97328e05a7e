"""Event forward: a rule that sends some of one bus's events to another bus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.defaults import Defaults
from components.messaging import event_pattern, event_target
from components.messaging.dead_letters import DeadLetters

# Only live events are forwarded, so that a replay would not send the event again.
REMEDY = "find out why, mend it, then put the event in the message on the other bus by hand"


@dataclass(frozen=True, kw_only=True)
class EventForwardArgs:
    """The two buses, and the events that go from one to the other."""

    bus_name: pulumi.Input[str]
    """Name or ARN of the event bus that the events come from."""

    pattern: Mapping[str, Any]
    """EventBridge event pattern of the events to forward. Replays are not forwarded."""

    target_bus_arn: pulumi.Input[str]
    """ARN of the bus that they go to. A bus of another account must allow this account to put
    events by a resource policy of its own."""

    defaults: Defaults = Defaults()
    """The stage defaults: retries, event age, alarm topic, dead-letter retention and tags."""

    def __post_init__(self) -> None:
        event_pattern.check(self.pattern)


class EventForward(pulumi.ComponentResource):
    """Puts matching events on one other bus; an event that the bus does not accept moves to the
    dead-letter queue.
    """

    rule: aws.cloudwatch.EventRule
    target: aws.cloudwatch.EventTarget
    role: aws.iam.Role
    dead_letter_queue: DeadLetters

    def __init__(
        self, name: str, args: EventForwardArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:EventForward", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        pattern = event_pattern.live_only(args.pattern)
        self.rule = event_target.rule(name, args.bus_name, pattern, args.defaults, child)
        made = event_target.deliver(
            name,
            self.rule,
            Access(actions=("events:PutEvents",), resources=(args.target_bus_arn,)),
            REMEDY,
            args.defaults,
            child,
            arn=args.target_bus_arn,
        )

        self.target, self.role = made.target, made.role
        self.dead_letter_queue = made.dead_letter_queue
        self.register_outputs({"ruleArn": self.rule.arn})
