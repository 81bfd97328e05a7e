"""Queue worker: a queue that feeds a function in batches; a message that fails does so alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pulumi
import pulumi_aws as aws

from components.compute.function import Function, FunctionArgs
from components.limits import within
from components.messaging import batching
from components.messaging.queue import Queue, QueueArgs
from components.messaging.queue_policy import Sender, check

# A second attempt must never overlap the first; five times leaves room for throttled invocations.
VISIBILITY_PER_TIMEOUT = 5

# Why a function that feeds its own queue is no loop, for the policy on those that are.
REQUEUES = {
    "policy-exempt:lambda-event-source-mapping-recursion": "a message that is sent again has less "
    "to do each time"
}

# A larger batch takes a batching window, and a FIFO queue takes no larger one:
# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
MAX_BATCH_WITHOUT_WINDOW = 10

# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
CONCURRENCY = (2, 1000)

# Where ``runtime`` finds the queue whose messages it is given.
QUEUE_URL = "QUEUE_URL"


@dataclass(frozen=True, kw_only=True)
class QueueWorkerArgs:
    """The function, and how its event source mapping reads the queue."""

    function: FunctionArgs
    """The function. Its timeout must hold a whole batch, one message after the other: messages
    that there is no time left for come back at once, and that counts as one of ``max_receives``.
    Give slow work a smaller ``batch_size``, not only more time."""

    batch_size: int | None = None
    """Messages an invocation, at most: 1 to 10, or up to 10,000 with a batching window; 1 to 10 for
    a FIFO queue. Ten if not given, one for a FIFO queue: in a larger batch the messages behind one
    that keeps failing come back with it, and may reach the dead-letter queue without one attempt.
    """

    batching_window_seconds: int = 0
    """How long Lambda may wait for a full batch, in seconds; 0 to 300, and 0 for a FIFO queue."""

    max_receives: int = 3
    """How often a message is received before it moves to the dead-letter queue; 3 to 5."""

    maximum_concurrency: int | None = None
    """How many invocations may run at the same time; 2 to 1,000. No limit of its own if not given.
    """

    filters: tuple[Mapping[str, Any], ...] = ()
    """At most five patterns over the message's body, which must be JSON then. A message that
    matches none of them is deleted without an invocation."""

    fifo: bool = False
    """Whether the queue is FIFO: the messages of a group are processed one after the other."""

    senders: tuple[Sender, ...] = ()
    """The AWS service resources that may send to the queue without a role; at most 9."""

    requeues: bool = False
    """Whether the function may send to its own queue: the rest of a message of which it could
    process a part."""

    def __post_init__(self) -> None:
        batching.check(self.largest_batch(), self.batching_window_seconds, self.filters)
        if self.fifo and self.batching_window_seconds:
            raise ValueError(
                "batching_window_seconds must be 0 for a FIFO queue, "
                f"got {self.batching_window_seconds}"
            )
        if self.fifo:
            within(
                "batch_size of a FIFO queue", self.largest_batch(), (1, MAX_BATCH_WITHOUT_WINDOW)
            )
        elif self.largest_batch() > MAX_BATCH_WITHOUT_WINDOW and not self.batching_window_seconds:
            raise ValueError(
                f"batch_size must be between 1 and {MAX_BATCH_WITHOUT_WINDOW} without "
                f"batching_window_seconds, got {self.largest_batch()}"
            )
        if self.maximum_concurrency is not None:
            within("maximum_concurrency", self.maximum_concurrency, CONCURRENCY)
        check(self.senders)

    def largest_batch(self) -> int:
        """How many messages an invocation gets, at most."""
        if self.batch_size is not None:
            return self.batch_size
        return 1 if self.fifo else MAX_BATCH_WITHOUT_WINDOW

    def visibility_timeout_seconds(self) -> int:
        """How long the queue hides a message that the function has, or that waits for a batch."""
        timeout = self.function.size.timeout
        return VISIBILITY_PER_TIMEOUT * timeout + self.batching_window_seconds


class QueueWorker(pulumi.ComponentResource):
    """Processes every message at least once, with partial batch responses; a message that fails
    ``max_receives`` times moves to the dead-letter queue.

    The function finds the queue's URL in ``QUEUE_URL``, to change a message's visibility timeout.
    """

    queue: Queue
    function: Function
    event_source_mapping: aws.lambda_.EventSourceMapping

    def __init__(
        self, name: str, args: QueueWorkerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:QueueWorker", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.queue = Queue(
            name,
            QueueArgs(
                visibility_timeout_seconds=args.visibility_timeout_seconds(),
                max_receives=args.max_receives,
                defaults=args.function.defaults,
                fifo=args.fifo,
                senders=args.senders,
            ),
            opts=child,
        )
        uses = (*args.function.uses, self.queue.consume(QUEUE_URL))
        if args.requeues:
            uses = (*uses, self.queue.send(QUEUE_URL).when("a part of a message is left"))
        self.function = Function(name, replace(args.function, uses=uses), opts=child)
        limit = args.maximum_concurrency
        self.event_source_mapping = aws.lambda_.EventSourceMapping(
            f"{name}-source",
            event_source_arn=self.queue.arn,
            function_name=self.function.arn,
            batch_size=args.largest_batch(),
            maximum_batching_window_in_seconds=args.batching_window_seconds or None,
            filter_criteria=batching.criteria([{"body": each} for each in args.filters]),
            function_response_types=["ReportBatchItemFailures"],
            scaling_config={"maximum_concurrency": limit} if limit else None,
            tags={**args.function.defaults.tags, **(REQUEUES if args.requeues else {})},
            opts=child,
        )
        self.register_outputs({"queueUrl": self.queue.url, "functionName": self.function.name})
