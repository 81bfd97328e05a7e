"""Queue worker: one queue that feeds one function; a bad message fails alone."""

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

# A retry must never overlap its first try; five times leaves room for throttled invocations.
VISIBILITY_PER_TIMEOUT = 5

# More at once takes a window, and never FIFO:
# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
AT_ONCE = 10

# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
CONCURRENCY = (2, 1000)


@dataclass(frozen=True, kw_only=True)
class QueueWorkerArgs:
    """How hard the worker pulls, and how long it persists.

    The function's ``timeout`` must hold a whole batch, one message after the other: those that
    there is no time left for come back at once, and that counts as one of ``max_receives``. Give
    slow work a smaller ``batch_size``, not only more time.

    ``filters`` are patterns over the body, which must be JSON then: a message that matches none
    of them is deleted unseen. ``fifo`` works on the messages of a group one after the other, and
    takes one message at a time unless told otherwise: in a larger batch those behind one that
    keeps failing come back with it each time, and may end as dead letters without one try.
    ``admits`` is for a queue that an AWS service will be let in to, by ``queue.admit``.
    """

    function: FunctionArgs
    batch_size: int | None = None
    batching_window_seconds: int = 0
    max_receives: int = 3
    maximum_concurrency: int | None = None
    filters: tuple[Mapping[str, Any], ...] = ()
    fifo: bool = False
    admits: bool = False

    def __post_init__(self) -> None:
        batching.check(self.at_once(), self.batching_window_seconds, self.filters)
        if self.fifo and self.batching_window_seconds:
            raise ValueError(
                "batching_window_seconds must be 0 for a FIFO queue, "
                f"got {self.batching_window_seconds}"
            )
        if self.fifo:
            within("batch_size of a FIFO queue", self.at_once(), (1, AT_ONCE))
        elif self.at_once() > AT_ONCE and not self.batching_window_seconds:
            raise ValueError(
                f"batch_size must be between 1 and {AT_ONCE} without batching_window_seconds, "
                f"got {self.at_once()}"
            )
        if self.maximum_concurrency is not None:
            within("maximum_concurrency", self.maximum_concurrency, CONCURRENCY)

    def at_once(self) -> int:
        """How many messages the function gets together, at most."""
        if self.batch_size is not None:
            return self.batch_size
        return 1 if self.fifo else AT_ONCE

    def visibility_seconds(self) -> int:
        """How long the queue hides a message that the function has, or waits for."""
        return VISIBILITY_PER_TIMEOUT * self.function.timeout_seconds + self.batching_window_seconds


class QueueWorker(pulumi.ComponentResource):
    """Handles every message at least once; those that fail every try are kept as dead letters."""

    queue: Queue
    function: Function

    def __init__(
        self, name: str, args: QueueWorkerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:QueueWorker", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.queue = Queue(
            name,
            QueueArgs(
                visibility_seconds=args.visibility_seconds(),
                max_receives=args.max_receives,
                defaults=args.function.defaults,
                fifo=args.fifo,
                admits=args.admits,
            ),
            opts=child,
        )
        uses = (*args.function.uses, self.queue.consume())
        self.function = Function(name, replace(args.function, uses=uses), opts=child)
        limit = args.maximum_concurrency
        aws.lambda_.EventSourceMapping(
            f"{name}-source",
            event_source_arn=self.queue.arn,
            function_name=self.function.arn,
            batch_size=args.at_once(),
            maximum_batching_window_in_seconds=args.batching_window_seconds or None,
            filter_criteria=batching.criteria([{"body": each} for each in args.filters]),
            function_response_types=["ReportBatchItemFailures"],
            scaling_config={"maximum_concurrency": limit} if limit else None,
            opts=child,
        )
        self.register_outputs({"queueUrl": self.queue.url, "functionName": self.function.name})
