"""Queue worker: one queue that feeds one function; a bad message fails alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pulumi
import pulumi_aws as aws

from components.compute.function import Function, FunctionArgs
from components.messaging.queue import Queue, QueueArgs

# A retry must never overlap its first try; five times leaves room for throttled invocations.
VISIBILITY_PER_TIMEOUT = 5

# Above ten SQS asks for a batching window: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
BATCH_SIZE = (1, 10)


@dataclass(frozen=True, kw_only=True)
class QueueWorkerArgs:
    """How hard the worker pulls, and how long it persists."""

    function: FunctionArgs
    batch_size: int = 10
    max_receives: int = 3
    maximum_concurrency: int | None = None

    def __post_init__(self) -> None:
        low, high = BATCH_SIZE
        if not low <= self.batch_size <= high:
            raise ValueError(f"batch_size must be between {low} and {high}, got {self.batch_size}")
        if self.maximum_concurrency is not None and not 2 <= self.maximum_concurrency <= 1000:
            raise ValueError(
                f"maximum_concurrency must be between 2 and 1000, got {self.maximum_concurrency}"
            )


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
                visibility_seconds=VISIBILITY_PER_TIMEOUT * args.function.timeout,
                max_receives=args.max_receives,
                standards=args.function.standards,
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
            batch_size=args.batch_size,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config={"maximum_concurrency": limit} if limit else None,
            opts=child,
        )
        self.register_outputs({"queueUrl": self.queue.url, "functionName": self.function.name})
