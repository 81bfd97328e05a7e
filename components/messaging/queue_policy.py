"""Queue policy: which AWS services may send to a queue; every other caller needs an IAM grant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import policy

# A policy takes ten conditions, and the statement that asks for TLS has one of them:
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
MAX_SENDERS = 9

# What lay between a queue's policies and the component that feeds the queue, see ``former_parent``.
OWNERS = (
    "$platform:messaging:QueueWorker$platform:messaging:Queue",
    "$platform:messaging:DeadLetters",
)


@dataclass(frozen=True, kw_only=True)
class Sender:
    """One resource, such as a rule or a topic, on whose behalf an AWS service sends messages."""

    service: str
    """The service principal: ``events.amazonaws.com``, ``sns.amazonaws.com``."""

    source_arn: pulumi.Input[str]
    """The ARN of the rule, topic or other resource; no other source of the service may send."""

    account: pulumi.Input[str] | None = None
    """The number of the account whose resource it is, where the ARN has none, as a bucket's: who
    deletes a bucket gives its name to others. Not looked at if not given."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?", self.service):
            raise ValueError(
                f"service must be a principal such as events.amazonaws.com, got {self.service}"
            )


def check(senders: Sequence[Sender]) -> None:
    """Raise ``ValueError`` for more senders than one queue policy can hold."""
    if len(senders) > MAX_SENDERS:
        raise ValueError(f"senders must be at most {MAX_SENDERS}, got {len(senders)}")


def queue_policy(
    name: str,
    queue: aws.sqs.Queue,
    senders: Sequence[Sender],
    owner: pulumi.ComponentResource,
) -> aws.sqs.QueuePolicy:
    """The policy of one queue: TLS for every caller, and ``SendMessage`` for these senders.

    SQS keeps one policy a queue, and a second resource would overwrite it: a queue's policy is
    made with the queue, complete.
    """
    aliases = [pulumi.Alias(parent=owner.urn.apply(former_parent))] if senders else None
    return aws.sqs.QueuePolicy(
        f"{name}-policy",
        queue_url=queue.url,
        policy=policy(*(_send(queue, sender) for sender in senders), _only_tls(queue)),
        opts=pulumi.ResourceOptions(parent=owner, aliases=aliases),
    )


def former_parent(urn: str) -> str:
    """The URN of the component that fed a queue, from the URN of the component that owns it.

    Until December 2026 the policy of a queue with a sender was a child of the event subscription,
    the fan-out or the rule that fed it. Without an alias the move would be a replacement: the new
    policy is put on the same queue first, and deleting the old one then leaves it without any.
    """
    head, separator, name = urn.rpartition("::")
    for owner in OWNERS:
        head = head.removesuffix(owner)
    return f"{head}{separator}{name}"


def _send(queue: aws.sqs.Queue, sender: Sender) -> Mapping[str, Any]:
    condition: dict[str, Any] = {"ArnEquals": {"aws:SourceArn": sender.source_arn}}
    if sender.account is not None:
        condition["StringEquals"] = {"aws:SourceAccount": sender.account}
    return {
        "Effect": "Allow",
        "Principal": {"Service": sender.service},
        "Action": "sqs:SendMessage",
        "Resource": queue.arn,
        "Condition": condition,
    }


def _only_tls(queue: aws.sqs.Queue) -> Mapping[str, Any]:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": queue.arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
