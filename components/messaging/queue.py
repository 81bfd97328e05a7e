"""Queue: a buffer between two parties, with a place for the messages that keep failing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.defaults import Defaults
from components.document import document
from components.limits import within
from components.messaging.queue_policy import Door
from components.observability import alarms

# Fewer receives give up on a passing fault; more only delay the alarm.
MAX_RECEIVES = (3, 5)

# Twelve hours: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
VISIBILITY_SECONDS = (1, 43_200)

# Equal messages of one group within five minutes are one; each group flows at its own pace.
FIFO: dict[str, Any] = {
    "fifo_queue": True,
    "content_based_deduplication": True,
    "deduplication_scope": "messageGroup",
    "fifo_throughput_limit": "perMessageGroupId",
}


@dataclass(frozen=True, kw_only=True)
class QueueArgs:
    """``visibility_seconds`` is how long a receiver may keep a message before another gets it.

    ``fifo`` keeps the messages of a group in order, and a group waits for its first message.
    ``admits`` is for a queue that an AWS service will be let in to, by ``admit``.
    """

    visibility_seconds: int = 30
    defaults: Defaults = Defaults()
    max_receives: int = 3
    fifo: bool = False
    admits: bool = False

    def __post_init__(self) -> None:
        within("max_receives", self.max_receives, MAX_RECEIVES)
        within("visibility_seconds", self.visibility_seconds, VISIBILITY_SECONDS)


class Queue(pulumi.ComponentResource):
    """A message that fails ``max_receives`` times moves to the dead letters, and an alarm rings."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    url: pulumi.Output[str]
    dead_letters_name: pulumi.Output[str]
    dead_letters_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: QueueArgs = QueueArgs(), opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:Queue", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        kind = FIFO if args.fifo else {}

        dead_letters = aws.sqs.Queue(
            f"{name}-dead-letters",
            message_retention_seconds=args.defaults.dead_letter_retention_seconds,
            sqs_managed_sse_enabled=True,
            tags=args.defaults.tags,
            opts=child,
            **kind,
        )
        queue = aws.sqs.Queue(
            f"{name}-queue",
            visibility_timeout_seconds=args.visibility_seconds,
            sqs_managed_sse_enabled=True,
            tags=args.defaults.tags,
            redrive_policy=document(
                {"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": args.max_receives}
            ),
            opts=child,
            **kind,
        )
        # Beside the queue, not in it: the two would otherwise each need the other's ARN first.
        aws.sqs.RedriveAllowPolicy(
            f"{name}-dead-letters-sources",
            queue_url=dead_letters.url,
            redrive_allow_policy=document(
                {"redrivePermission": "byQueue", "sourceQueueArns": [queue.arn]}
            ),
            opts=child,
        )
        alarms.dead_letters(f"{name}-dead-letters", dead_letters.name, args.defaults, child)
        # A message older than two full tries has been waiting, not working.
        alarms.oldest_message(name, queue.name, 2 * args.visibility_seconds, args.defaults, child)

        self.name, self.arn, self.url = queue.name, queue.arn, queue.url
        self.dead_letters_name, self.dead_letters_arn = dead_letters.name, dead_letters.arn
        queues = {"queue": queue, "dead-letters": dead_letters}
        self._door = Door(name, queues, admits=args.admits, opts=child)
        self.register_outputs({"url": self.url, "deadLettersArn": self.dead_letters_arn})

    def admit(
        self, name: str, service: str, source_arn: pulumi.Input[str], opts: pulumi.ResourceOptions
    ) -> list[pulumi.Resource]:
        """Let one source of an AWS service deliver, and leave its dead letters, here, over TLS.

        The source must not begin before the policies returned are there: what it cannot deliver
        to either queue is lost.
        """
        return self._door.admit(name, service, source_arn, opts)

    def send(self, variable: str) -> Access:
        """Let a function put messages here; it finds the queue's URL in ``variable``."""
        return Access(
            actions=("sqs:SendMessage",),
            resources=(self.arn,),
            environment={variable: self.url},
        )

    def consume(self) -> Access:
        """What an event source mapping needs to feed a function from here, and what the function
        needs to say when it wants a message again; it finds the queue's URL in ``QUEUE_URL``.
        """
        return Access(
            actions=(
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "sqs:ChangeMessageVisibility",
                "sqs:GetQueueAttributes",
            ),
            resources=(self.arn,),
            environment={"QUEUE_URL": self.url},
        )
