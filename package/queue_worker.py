"""Queue worker: a queue that feeds one function, with a dead-letter queue and alarms."""

from collections.abc import Mapping
from typing import Any, Required, TypedDict

import pulumi

from components.messaging import queue_worker
from package.arguments import named_as_written
from package.function_settings import FunctionSettings
from package.worker import worker_args


class QueueWorkerArgs(TypedDict, total=False):
    """The function that works on the messages, and how it gets them."""

    function: Required[FunctionSettings]
    """The function: it gets batches of messages, and answers which of them failed (partial batch response)."""

    batch_size: int
    """Messages that the function gets together at most: 1 to 10, with batchingWindowSeconds up to 10000; 10 unless given, 1 for a FIFO queue."""

    batching_window_seconds: int
    """How long Lambda may wait for a batch to fill, 0 to 300 seconds; 0 unless given, and always for a FIFO queue."""

    max_receives: int
    """How often a message is tried before it moves to the dead-letter queue, 3 to 5 times; 3 unless given."""

    maximum_concurrency: int
    """How many invocations may run at the same time, 2 to 1000; no limit of its own unless given."""

    filters: list[Mapping[str, Any]]
    """Patterns over the message's body, which must be JSON then, at most 5; a message that matches none of them is deleted unseen."""

    fifo: bool
    """Whether the messages of one group are worked on in order, one after the other; false unless given."""


class QueueWorker(pulumi.ComponentResource):
    """A queue that feeds one function. Every message is handled at least once; one that fails every try is kept in the dead-letter queue, which has an alarm."""

    queue_name: pulumi.Output[str]
    """Name of the queue."""

    queue_arn: pulumi.Output[str]
    """ARN of the queue."""

    queue_url: pulumi.Output[str]
    """URL of the queue, to which messages are sent."""

    dead_letter_queue_name: pulumi.Output[str]
    """Name of the dead-letter queue."""

    dead_letter_queue_arn: pulumi.Output[str]
    """ARN of the dead-letter queue."""

    function_name: pulumi.Output[str]
    """Name of the function."""

    function_arn: pulumi.Output[str]
    """ARN of the function."""

    def __init__(
        self, name: str, args: QueueWorkerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:QueueWorker", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(QueueWorkerArgs):
            worker = queue_worker.QueueWorker(name, worker_args(QueueWorkerArgs, args), opts=child)
        queue, function = worker.queue, worker.function
        self.queue_name, self.queue_arn, self.queue_url = queue.name, queue.arn, queue.url
        self.dead_letter_queue_name = queue.dead_letter_queue.name
        self.dead_letter_queue_arn = queue.dead_letter_queue.arn
        self.function_name, self.function_arn = function.name, function.arn
        self.register_outputs({"queueUrl": queue.url, "functionName": function.name})
