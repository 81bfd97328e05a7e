"""Stream worker: a function that consumes the changes of a table, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from components.compute.function import Function, FunctionArgs
from components.limits import within
from components.messaging import batching
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs
from components.observability import alarms
from components.references import AnyStream, StreamRef

# As long as a table's stream keeps a record, so that none is given up for its age alone.
A_DAY = 24 * 60 * 60

# The limits of mappings on streams:
# https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
RETRIES = (0, 10_000)
RECORD_AGE_SECONDS = (60, 604_800)
PARALLEL = (1, 10)

# The variable with the URL of the dead-letter queue, for functions that put failed records there
# themselves, so that the records behind are not held up.
FAILED_RECORDS_QUEUE = "FAILED_RECORDS_QUEUE"

REMEDY = (
    "find out why, mend the function or the row, then invoke the function with the message's body, "
    "an event, as platform redrive does; a message without Records has a position in the stream, "
    "where the records are for as long as the stream keeps them"
)


@dataclass(frozen=True, kw_only=True)
class StreamWorkerArgs:
    """The table, the function, how many changes it gets at once, and when one is given up.

    Raises ``ValueError`` for a table without a stream and a value outside Lambda's limits.
    """

    table: AnyStream
    """The table whose changes are consumed: ours with ``stream=True``, an ``aws.dynamodb.Table``
    with a stream, or the ARN of a stream."""

    function: FunctionArgs
    """The function. Its event has a batch of ``Records``; it returns the sequence numbers that
    failed as ``batchItemFailures``, and the batch is retried from the first of them."""

    starting_position: Literal["TRIM_HORIZON", "LATEST"] = "TRIM_HORIZON"
    """Where reading begins: ``TRIM_HORIZON`` with all that the stream still has, up to 24 hours,
    ``LATEST`` with changes after the mapping exists."""

    batch_size: int = 100
    """How many records an invocation gets at most, 1 to 10,000."""

    batching_window_seconds: int = 0
    """How long Lambda waits for a full batch, 0 to 300 seconds."""

    maximum_retries: int = 3
    """How often a batch that fails is retried, 0 to 10,000; the records of its shard wait."""

    maximum_record_age_seconds: int = A_DAY
    """Up to which age a record is retried, 60 to 604,800 seconds; the stream keeps it for a day."""

    parallelization: int = 1
    """How many batches of one shard are processed at the same time, 1 to 10; changes of one item
    stay in order."""

    filters: tuple[Mapping[str, Any], ...] = ()
    """Up to five patterns over a record, as ``{"eventName": ["INSERT"]}``; one that matches none of
    them does not reach the function."""

    def __post_init__(self) -> None:
        StreamRef.of(self.table)
        batching.check(self.batch_size, self.batching_window_seconds, self.filters)
        within("maximum_retries", self.maximum_retries, RETRIES)
        within("maximum_record_age_seconds", self.maximum_record_age_seconds, RECORD_AGE_SECONDS)
        within("parallelization", self.parallelization, PARALLEL)


class StreamWorker(pulumi.ComponentResource):
    """Invokes the function with every change of a table, at least once.

    A batch that fails is halved until the record that fails is alone; after ``maximum_retries`` its
    position moves to the dead-letter queue, which has an alarm, and the next records are read. The
    function finds that queue in ``FAILED_RECORDS_QUEUE``.
    Other alarms go to ALARM when records are read a minute or more after the change, and when the
    stream is not read at all.
    """

    function: Function
    dead_letter_queue: DeadLetters
    event_source_mapping: aws.lambda_.EventSourceMapping
    iterator_age_alarm: aws.cloudwatch.MetricAlarm
    unread_alarm: aws.cloudwatch.MetricAlarm

    def __init__(
        self, name: str, args: StreamWorkerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:streams:StreamWorker", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = args.function.defaults

        stream = StreamRef.of(args.table)
        lost = DeadLettersArgs(defaults=defaults, remedy=REMEDY)
        self.dead_letter_queue = DeadLetters(name, lost, opts=child)
        uses = (
            *args.function.uses,
            *stream.consume(),
            self.dead_letter_queue.send(FAILED_RECORDS_QUEUE),
        )
        self.function = Function(name, replace(args.function, uses=uses), opts=child)
        self.event_source_mapping = aws.lambda_.EventSourceMapping(
            f"{name}-source",
            event_source_arn=stream.arn,
            function_name=self.function.arn,
            starting_position=args.starting_position,
            batch_size=args.batch_size,
            maximum_batching_window_in_seconds=args.batching_window_seconds or None,
            filter_criteria=batching.criteria(args.filters),
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=args.maximum_retries,
            maximum_record_age_in_seconds=args.maximum_record_age_seconds,
            parallelization_factor=args.parallelization,
            function_response_types=["ReportBatchItemFailures"],
            metrics_config={"metrics": ["EventCount"]},
            destination_config={"on_failure": {"destination_arn": self.dead_letter_queue.arn}},
            tags=args.function.defaults.tags,
            opts=child,
        )
        self.iterator_age_alarm = alarms.iterator_age(name, self.function.name, defaults, child)
        unread = self.event_source_mapping.uuid
        self.unread_alarm = alarms.stream_unread(name, unread, defaults, child)
        self.register_outputs({"functionName": self.function.name})
