"""Stream worker: a function that consumes a stream in order, of a table's changes or of Kinesis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.compute.function import Function, FunctionArgs
from components.kinesis_reference import AnyKinesis, KinesisRef
from components.limits import exactly_one, within
from components.messaging import batching
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs
from components.observability import alarms
from components.references import AnyBucket, AnyStream, BucketRef, StreamRef
from components.streams import filtering

# As long as a table's stream keeps a record, so that none is given up for its age alone.
A_DAY = 24 * 60 * 60

# The limits of mappings on streams:
# https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
RETRIES = (0, 10_000)
RECORD_AGE_SECONDS = (60, 604_800)
PARALLEL = (1, 10)
TUMBLING_SECONDS = (0, 900)

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
    """The stream, the function, how many records it gets at once, and when one is given up.

    Raises ``ValueError`` for more or less than one stream, a table without a stream, a value
    outside Lambda's limits, and a filter on what records of the stream do not have.
    """

    function: FunctionArgs
    """The function. Its event has a batch of ``Records``; it returns the sequence numbers that
    failed as ``batchItemFailures``, and the batch is retried from the first of them."""

    table: AnyStream | None = None
    """The table whose changes are consumed: ours with ``stream=True``, an ``aws.dynamodb.Table``
    with a stream, or the ARN of a stream."""

    stream: AnyKinesis | None = None
    """The Kinesis stream in place of a table: ours, an ``aws.kinesis.Stream``, or its ARN."""

    dedicated: bool = False
    """Whether a consumer of Kinesis has a throughput of its own (enhanced fan-out): 2 MB a second
    for each shard, pushed; without it all consumers of a stream share that."""

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
    """How many batches of one shard are processed at the same time, 1 to 10; changes of one item,
    and records of one partition key, stay in order."""

    tumbling_window_seconds: int = 0
    """How long a window is whose batches hand on the function's ``state``, 0 to 900 seconds; 0 for
    none. With windows ``parallelization`` must be 1."""

    filters: tuple[Mapping[str, Any], ...] = ()
    """Up to five patterns over a record, as ``{"eventName": ["INSERT"]}`` of a table and
    ``{"data": {"kind": ["order"]}}`` of Kinesis; one that matches none of them does not reach the
    function."""

    failed_batches: AnyBucket | None = None
    """A bucket for the batches that Lambda gives up, whole; without it their position moves to the
    dead-letter queue. What the function gives up itself is in the queue, whole."""

    def __post_init__(self) -> None:
        exactly_one("a stream worker", table=self.table, stream=self.stream)
        if self.table is not None and self.dedicated:
            raise ValueError("dedicated is for Kinesis; the stream of a table has no consumers")
        self.source  # noqa: B018  (raises for what is no stream)
        filtering.check(self.filters, is_kinesis=self.stream is not None)
        batching.check(self.batch_size, self.batching_window_seconds, self.filters)
        within("maximum_retries", self.maximum_retries, RETRIES)
        within("maximum_record_age_seconds", self.maximum_record_age_seconds, RECORD_AGE_SECONDS)
        within("parallelization", self.parallelization, PARALLEL)
        seconds = self.tumbling_window_seconds
        within("tumbling_window_seconds", seconds, TUMBLING_SECONDS, "seconds")
        if seconds and self.parallelization > 1:
            raise ValueError(
                f"parallelization must be 1 with a tumbling window, got {self.parallelization}"
            )

    @property
    def source(self) -> StreamRef | KinesisRef:
        """What is read."""
        if self.stream is not None:
            return KinesisRef.of(self.stream)
        return StreamRef.of(self.table or "")


class StreamWorker(pulumi.ComponentResource):
    """Invokes the function with every record of a stream, at least once.

    A batch that fails is halved until the record that fails is alone; after ``maximum_retries`` its
    position moves to the dead-letter queue, which has an alarm, and the next records are read. The
    function finds that queue in ``FAILED_RECORDS_QUEUE``.
    Other alarms go to ALARM when records are read a minute or more after they were written, and
    when the stream is not read at all. Several workers of one stream read at their own pace.
    """

    function: Function
    dead_letter_queue: DeadLetters
    consumer: aws.kinesis.StreamConsumer | None = None
    event_source_mapping: aws.lambda_.EventSourceMapping
    iterator_age_alarm: aws.cloudwatch.MetricAlarm
    unread_alarm: aws.cloudwatch.MetricAlarm

    def __init__(
        self, name: str, args: StreamWorkerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:streams:StreamWorker", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = args.function.defaults

        lost = DeadLettersArgs(defaults=defaults, remedy=REMEDY)
        self.dead_letter_queue = DeadLetters(name, lost, opts=child)
        uses = (
            *args.function.uses,
            *self._reads(name, args.source, args, child),
            self.dead_letter_queue.send(FAILED_RECORDS_QUEUE),
            *kept_in(args.failed_batches),
        )
        self.function = Function(name, replace(args.function, uses=uses), opts=child)
        self.event_source_mapping = self._mapping(name, args, child)
        self.iterator_age_alarm = alarms.iterator_age(name, self.function.name, defaults, child)
        unread = self.event_source_mapping.uuid
        self.unread_alarm = alarms.stream_unread(name, unread, defaults, child)
        self.register_outputs({"functionName": self.function.name})

    def _reads(
        self,
        name: str,
        source: StreamRef | KinesisRef,
        args: StreamWorkerArgs,
        child: pulumi.ResourceOptions,
    ) -> tuple[Access, ...]:
        """What the mapping needs to read, by a consumer of its own if asked."""
        if not args.dedicated or isinstance(source, StreamRef):
            return source.consume()
        self.consumer = aws.kinesis.StreamConsumer(
            f"{name}-consumer", stream_arn=source.arn, tags=args.function.defaults.tags, opts=child
        )
        return source.consume_by(self.consumer.arn)

    def _mapping(
        self, name: str, args: StreamWorkerArgs, child: pulumi.ResourceOptions
    ) -> aws.lambda_.EventSourceMapping:
        given_up = self.dead_letter_queue.arn
        if args.failed_batches is not None:
            given_up = pulumi.Output.from_input(BucketRef.of(args.failed_batches).arn)
        return aws.lambda_.EventSourceMapping(
            f"{name}-source",
            event_source_arn=args.source.arn if self.consumer is None else self.consumer.arn,
            function_name=self.function.arn,
            starting_position=args.starting_position,
            batch_size=args.batch_size,
            maximum_batching_window_in_seconds=args.batching_window_seconds or None,
            tumbling_window_in_seconds=args.tumbling_window_seconds or None,
            filter_criteria=batching.criteria(args.filters),
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=args.maximum_retries,
            maximum_record_age_in_seconds=args.maximum_record_age_seconds,
            parallelization_factor=args.parallelization,
            function_response_types=["ReportBatchItemFailures"],
            metrics_config={"metrics": ["EventCount"]},
            destination_config={"on_failure": {"destination_arn": given_up}},
            tags=args.function.defaults.tags,
            opts=child,
        )


def kept_in(bucket: AnyBucket | None) -> tuple[Access, ...]:
    """What Lambda needs to put the batches that it gives up into a bucket."""
    if bucket is None:
        return ()
    reference = BucketRef.of(bucket)
    return (reference.write(), reference.list())
