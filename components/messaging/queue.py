"""Queue: a buffer between two parties, with a place for the messages that keep failing."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.access import Access, policy
from components.observability import alarms
from components.observability.standards import Standards

# Fewer receives give up on a passing fault; more only delay the alarm.
MAX_RECEIVES = (3, 5)


@dataclass(frozen=True, kw_only=True)
class QueueArgs:
    """``visibility_seconds`` is how long a receiver may keep a message before another gets it."""

    visibility_seconds: int
    standards: Standards
    max_receives: int = 3

    def __post_init__(self) -> None:
        low, high = MAX_RECEIVES
        if not low <= self.max_receives <= high:
            raise ValueError(
                f"max_receives must be between {low} and {high}, got {self.max_receives}"
            )
        if not 0 < self.visibility_seconds <= 43_200:
            raise ValueError(
                "visibility_seconds must be between 1 and 43200 (12 hours), "
                f"got {self.visibility_seconds}"
            )


class Queue(pulumi.ComponentResource):
    """A message that fails ``max_receives`` times moves to the dead letters, and an alarm rings."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    url: pulumi.Output[str]
    dead_letters_name: pulumi.Output[str]
    dead_letters_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: QueueArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:Queue", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        dead_letters = aws.sqs.Queue(
            f"{name}-dead-letters",
            message_retention_seconds=args.standards.dead_letter_retention_seconds,
            sqs_managed_sse_enabled=True,
            tags=args.standards.tags,
            opts=child,
        )
        queue = aws.sqs.Queue(
            f"{name}-queue",
            visibility_timeout_seconds=args.visibility_seconds,
            sqs_managed_sse_enabled=True,
            tags=args.standards.tags,
            redrive_policy=pulumi.Output.json_dumps(
                {"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": args.max_receives}
            ),
            opts=child,
        )
        alarms.dead_letters(f"{name}-dead-letters", dead_letters.name, args.standards, child)
        # A message older than two full tries has been waiting, not working.
        alarms.oldest_message(name, queue.name, 2 * args.visibility_seconds, args.standards, child)

        self.name, self.arn, self.url = queue.name, queue.arn, queue.url
        self.dead_letters_name, self.dead_letters_arn = dead_letters.name, dead_letters.arn
        self._queues = {"queue": queue, "dead-letters": dead_letters}
        self.register_outputs({"url": self.url, "deadLettersArn": self.dead_letters_arn})

    def admit(
        self, name: str, service: str, source_arn: pulumi.Input[str], opts: pulumi.ResourceOptions
    ) -> list[pulumi.Resource]:
        """Let one source of an AWS service deliver, and leave its dead letters, here, over TLS.

        The source must not begin before the policies returned are there: what it cannot deliver
        to either queue is lost.
        """
        return [
            aws.sqs.QueuePolicy(
                f"{name}-{role}-policy",
                queue_url=queue.url,
                policy=policy(
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": service},
                        "Action": "sqs:SendMessage",
                        "Resource": queue.arn,
                        "Condition": {"ArnEquals": {"aws:SourceArn": source_arn}},
                    },
                    {
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "sqs:*",
                        "Resource": queue.arn,
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    },
                ),
                opts=opts,
            )
            for role, queue in self._queues.items()
        ]

    def send(self, variable: str) -> Access:
        """Let a function put messages here; it finds the queue's URL in ``variable``."""
        return Access(
            actions=("sqs:SendMessage",),
            resources=(self.arn,),
            environment={variable: self.url},
        )

    def consume(self) -> Access:
        """What an event source mapping needs to feed a function from here."""
        return Access(
            actions=(
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "sqs:ChangeMessageVisibility",
                "sqs:GetQueueAttributes",
            ),
            resources=(self.arn,),
        )
