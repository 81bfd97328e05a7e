"""Queue: an SQS queue with a dead-letter queue, policies for both, and alarms on both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.document import document
from components.grants import QueueGrants
from components.limits import within
from components.messaging.queue_policy import Sender, check, queue_policy
from components.observability import queue_alarms

# Fewer receives give up on a passing fault; more only delay the alarm.
MAX_RECEIVES = (3, 5)

# Twelve hours: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
VISIBILITY_TIMEOUT_SECONDS = (1, 43_200)

# Five times a function timeout of 30 seconds, as a queue worker has it: a consumer that uses all of
# its time, and is throttled a few times before, still deletes its message before the next attempt.
DEFAULT_VISIBILITY_TIMEOUT_SECONDS = 5 * 30

LONGEST_WAIT_SECONDS = 300

# Equal messages of one group within five minutes are one; each group has its own throughput.
FIFO: dict[str, Any] = {
    "fifo_queue": True,
    "content_based_deduplication": True,
    "deduplication_scope": "messageGroup",
    "fifo_throughput_limit": "perMessageGroupId",
}


@dataclass(frozen=True, kw_only=True)
class QueueArgs:
    """How a queue delivers its messages, and who may send to it."""

    visibility_timeout_seconds: int = DEFAULT_VISIBILITY_TIMEOUT_SECONDS
    """How long a received message is hidden from other consumers, in seconds; 1 to 43,200 (twelve
    hours). It must be longer than the consumer takes, or the message is processed twice."""

    max_receives: int = 3
    """How often a message is received before it moves to the dead-letter queue; 3 to 5."""

    fifo: bool = False
    """Whether the messages of a group are delivered in order, one at a time; the dead-letter queue
    is then FIFO, too. It cannot be changed later: SQS would need another queue."""

    senders: tuple[Sender, ...] = ()
    """The AWS service resources that may send here without a role, as an EventBridge rule or an
    SNS topic; at most 9. They may send to the dead-letter queue, too: what they cannot deliver
    belongs there."""

    defaults: Defaults = Defaults()
    """The stage defaults: alarm topic, alarm periods, dead-letter retention and tags."""

    def __post_init__(self) -> None:
        within("max_receives", self.max_receives, MAX_RECEIVES)
        within(
            "visibility_timeout_seconds",
            self.visibility_timeout_seconds,
            VISIBILITY_TIMEOUT_SECONDS,
        )
        check(self.senders)

    def longest_wait_seconds(self) -> int:
        """The age from which on a message has waited too long: two attempts, but five minutes where
        one attempt is shorter than that, so that a consumer that has stopped is known in time.
        """
        attempt = self.visibility_timeout_seconds
        return min(2 * attempt, max(attempt, LONGEST_WAIT_SECONDS))


class Queue(QueueGrants, pulumi.ComponentResource):
    """An encrypted queue; a message that is received ``max_receives`` times without being deleted
    moves to the dead-letter queue.

    One alarm goes to ALARM at the first message in the dead-letter queue, one when the oldest
    message waits too long (``QueueArgs.longest_wait_seconds``).
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    url: pulumi.Output[str]
    queue: aws.sqs.Queue
    dead_letter_queue: aws.sqs.Queue
    redrive_allow_policy: aws.sqs.RedriveAllowPolicy
    queue_policy: aws.sqs.QueuePolicy
    dead_letter_queue_policy: aws.sqs.QueuePolicy
    dead_letter_queue_alarm: aws.cloudwatch.MetricAlarm
    age_alarm: aws.cloudwatch.MetricAlarm

    def __init__(
        self, name: str, args: QueueArgs = QueueArgs(), opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:Queue", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        kind = FIFO if args.fifo else {}

        failed = self.dead_letter_queue = aws.sqs.Queue(
            f"{name}-dead-letters",
            message_retention_seconds=args.defaults.dead_letter_retention_seconds,
            sqs_managed_sse_enabled=True,
            tags=args.defaults.tags,
            opts=child,
            **kind,
        )
        queue = self.queue = aws.sqs.Queue(
            f"{name}-queue",
            visibility_timeout_seconds=args.visibility_timeout_seconds,
            sqs_managed_sse_enabled=True,
            tags=args.defaults.tags,
            redrive_policy=document(
                {"deadLetterTargetArn": failed.arn, "maxReceiveCount": args.max_receives}
            ),
            opts=child,
            **kind,
        )
        # A resource of its own: the two queues would otherwise each need the other's ARN first.
        self.redrive_allow_policy = aws.sqs.RedriveAllowPolicy(
            f"{name}-dead-letters-sources",
            queue_url=failed.url,
            redrive_allow_policy=document(
                {"redrivePermission": "byQueue", "sourceQueueArns": [queue.arn]}
            ),
            opts=child,
        )
        self.dead_letter_queue_alarm = queue_alarms.dead_letter_queue(
            f"{name}-dead-letters", failed.name, args.defaults, child
        )
        limit = args.longest_wait_seconds()
        self.age_alarm = queue_alarms.oldest_message(name, queue.name, limit, args.defaults, child)
        self.queue_policy = queue_policy(f"{name}-queue", queue, args.senders, self)
        self.dead_letter_queue_policy = queue_policy(
            f"{name}-dead-letters", failed, args.senders, self
        )

        self.name, self.arn, self.url = queue.name, queue.arn, queue.url
        self.register_outputs({"url": self.url, "deadLettersArn": failed.arn})

    @property
    def policies(self) -> list[pulumi.Resource]:
        """What a sender must depend on: what it sends before both policies exist is lost."""
        return [self.queue_policy, self.dead_letter_queue_policy]
