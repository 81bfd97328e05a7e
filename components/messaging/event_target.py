"""Event targets: a rule on a bus and its target, with retries and a dead-letter queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statements
from components.defaults import Defaults
from components.document import document
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs
from components.messaging.queue_policy import Sender
from components.roles import role_for

EVENTS = "events.amazonaws.com"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """The resources between a rule and a target that it calls under a role."""

    target: aws.cloudwatch.EventTarget
    role: aws.iam.Role
    dead_letter_queue: DeadLetters


def rule(
    name: str,
    bus_name: pulumi.Input[str],
    pattern: Mapping[str, Any],
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.EventRule:
    """A rule on a bus."""
    return aws.cloudwatch.EventRule(
        f"{name}-rule",
        event_bus_name=bus_name,
        event_pattern=document(pattern),
        tags=defaults.tags,
        opts=opts,
    )


def delivery(dead_letter_queue_arn: pulumi.Input[str], defaults: Defaults) -> dict[str, Any]:
    """The retry policy of a target, and the queue for events that it never accepted."""
    return {
        "dead_letter_config": {"arn": dead_letter_queue_arn},
        "retry_policy": {
            "maximum_retry_attempts": defaults.target_retries,
            "maximum_event_age_in_seconds": defaults.target_age_seconds,
        },
    }


def deliver(
    name: str,
    made: aws.cloudwatch.EventRule,
    access: Access,
    remedy: str,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
    **target: Any,
) -> Delivery:
    """Send a rule's events to one target, under a role that may do no more than ``access``.

    ``remedy`` says what to do about an event in the dead-letter queue.
    """
    sender = Sender(service=EVENTS, source_arn=made.arn)
    failed = DeadLettersArgs(defaults=defaults, remedy=remedy, senders=(sender,))
    dead_letter_queue = DeadLetters(name, failed, opts=opts)
    trust = assumed_by(EVENTS, made.arn)
    role = role_for(f"{name}-rule-role", trust, defaults, opts)
    permissions = aws.iam.RolePolicy(
        f"{name}-rule-permissions", role=role.id, policy=policy(*statements(access)), opts=opts
    )
    first = pulumi.ResourceOptions(depends_on=[permissions, *dead_letter_queue.policies])
    sent = aws.cloudwatch.EventTarget(
        f"{name}-target",
        rule=made.name,
        event_bus_name=made.event_bus_name,
        role_arn=role.arn,
        **delivery(dead_letter_queue.arn, defaults),
        **target,
        opts=pulumi.ResourceOptions.merge(opts, first),
    )
    return Delivery(target=sent, role=role, dead_letter_queue=dead_letter_queue)
