"""Dead letters: a dead-letter queue for what was never in a queue, as events, runs and records."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.document import document
from components.grants import QueueGrants
from components.messaging.queue_policy import Sender, check, queue_policy
from components.observability import queue_alarms

# Nothing in a stack says what a schedule or a role sends here, so that a tag has to.
ROLE = {"role": "dead-letters"}


@dataclass(frozen=True, kw_only=True)
class DeadLettersArgs:
    """Who may send to the dead-letter queue, and what its alarm advises."""

    remedy: str = "find out why, then send the message's content again by hand"
    """What to do about a message, as the end of the alarm's description. A redrive cannot be the
    answer: SQS moves messages back only to the queue that they came from."""

    senders: tuple[Sender, ...] = ()
    """The AWS service resources that may send here without a role, as an EventBridge rule or an
    SNS topic; at most 9."""

    defaults: Defaults = Defaults()
    """The stage defaults: alarm topic, alarm period, dead-letter retention and tags."""

    def __post_init__(self) -> None:
        check(self.senders)


class DeadLetters(QueueGrants, pulumi.ComponentResource):
    """An encrypted standard queue, with an alarm that goes to ALARM at its first message.

    It is no FIFO queue: EventBridge, Scheduler, Lambda and SNS send failures to standard queues.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    url: pulumi.Output[str]
    queue: aws.sqs.Queue
    queue_policy: aws.sqs.QueuePolicy
    alarm: aws.cloudwatch.MetricAlarm

    def __init__(
        self,
        name: str,
        args: DeadLettersArgs = DeadLettersArgs(),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("platform:messaging:DeadLetters", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults, role = args.defaults, f"{name}-dead-letters"

        queue = self.queue = aws.sqs.Queue(
            role,
            message_retention_seconds=defaults.dead_letter_retention_seconds,
            sqs_managed_sse_enabled=True,
            redrive_allow_policy=document({"redrivePermission": "denyAll"}),
            tags={**defaults.tags, **ROLE},
            opts=child,
        )
        self.alarm = queue_alarms.dead_letter_queue(role, queue.name, defaults, child, args.remedy)
        self.queue_policy = queue_policy(role, queue, args.senders, self)

        self.name, self.arn, self.url = queue.name, queue.arn, queue.url
        self.register_outputs({"arn": self.arn})

    @property
    def policies(self) -> list[pulumi.Resource]:
        """What a sender must depend on: what it sends before the policy exists is lost."""
        return [self.queue_policy]
