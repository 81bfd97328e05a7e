"""Event rules: which events a rule lets through, and what becomes of those it cannot deliver."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statement
from components.defaults import Defaults
from components.document import document
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs

# The field that a replayed event carries, and a live one does not.
REPLAY = "replay-name"
LIVE = {"exists": False}


def check(pattern: Mapping[str, Any]) -> None:
    """Refuse a pattern for everything, and one that decides about replays itself."""
    if not pattern:
        raise ValueError("pattern must name at least one field; an empty one matches all")
    if REPLAY in pattern:
        raise ValueError(
            f"pattern must leave {REPLAY} to the component, got {document(pattern[REPLAY])}"
        )


def for_consumer(pattern: Mapping[str, Any], consumer: str) -> dict[str, Any]:
    """Live events, and those replayed for this consumer by name: a replay reaches no one else."""
    return {**pattern, REPLAY: [LIVE, {"prefix": f"{consumer}."}]}


def live_only(pattern: Mapping[str, Any]) -> dict[str, Any]:
    """Live events only: what has left the house is not told again."""
    return {**pattern, REPLAY: [LIVE]}


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


def delivery(dead_letters_arn: pulumi.Input[str], defaults: Defaults) -> dict[str, Any]:
    """How often and how long a target is tried, and where events go that it never took."""
    return {
        "dead_letter_config": {"arn": dead_letters_arn},
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
) -> DeadLetters:
    """Hand a rule's events to one target under a role that may do no more than ``access``.

    Returns where those are kept that it never took; ``remedy`` says what to do about them.
    """
    kept = DeadLettersArgs(defaults=defaults, remedy=remedy, admits=True)
    dead_letters = DeadLetters(name, kept, opts=opts)
    trust = assumed_by("events.amazonaws.com", made.arn)
    role = aws.iam.Role(
        f"{name}-rule-role", assume_role_policy=trust, tags=defaults.tags, opts=opts
    )
    permissions = aws.iam.RolePolicy(
        f"{name}-rule-permissions", role=role.id, policy=policy(statement(access)), opts=opts
    )
    admitted = dead_letters.admit(name, "events.amazonaws.com", made.arn, opts)
    aws.cloudwatch.EventTarget(
        f"{name}-target",
        rule=made.name,
        event_bus_name=made.event_bus_name,
        role_arn=role.arn,
        **delivery(dead_letters.arn, defaults),
        **target,
        opts=pulumi.ResourceOptions.merge(
            opts, pulumi.ResourceOptions(depends_on=[permissions, *admitted])
        ),
    )
    return dead_letters
