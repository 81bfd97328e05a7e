"""Stream worker: a table's changes, in order, feed one function."""

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

# As long as a table's stream keeps a record: none is given up for its age alone.
A_DAY = 24 * 60 * 60

# The limits of mappings on streams:
# https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
RETRIES = (0, 10_000)
RECORD_AGE_SECONDS = (60, 604_800)
PARALLEL = (1, 10)

# A letter here says where a record is, not what it is: nothing could put it back in its place.
REMEDY = "the letter has its place in the stream, which keeps it for a day; do by hand what it asks"


@dataclass(frozen=True, kw_only=True)
class StreamWorkerArgs:
    """Where reading begins, how much at once, and when a record is given up.

    ``TRIM_HORIZON`` loses nothing that came before the mapping; ``LATEST`` is for readers whom
    only news concern. ``filters`` are patterns over a record, as ``{"eventName": ["INSERT"]}``.
    Changes of one item stay in order however many batches ``parallelization`` reads at once.
    """

    table: AnyStream
    function: FunctionArgs
    starting_position: Literal["TRIM_HORIZON", "LATEST"] = "TRIM_HORIZON"
    batch_size: int = 100
    batching_window_seconds: int = 0
    maximum_retries: int = 3
    maximum_record_age_seconds: int = A_DAY
    parallelization: int = 1
    filters: tuple[Mapping[str, Any], ...] = ()

    def __post_init__(self) -> None:
        StreamRef.of(self.table)
        batching.check(self.batch_size, self.batching_window_seconds, self.filters)
        within("maximum_retries", self.maximum_retries, RETRIES)
        within("maximum_record_age_seconds", self.maximum_record_age_seconds, RECORD_AGE_SECONDS)
        within("parallelization", self.parallelization, PARALLEL)


class StreamWorker(pulumi.ComponentResource):
    """Tells a function every change at least once. A batch that fails is halved until the bad
    record stands alone; after its tries its place in the stream is kept as a dead letter, and the
    record itself is there for the rest of its day.
    """

    function: Function
    dead_letter_queue: DeadLetters

    def __init__(
        self, name: str, args: StreamWorkerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:streams:StreamWorker", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = args.function.defaults

        stream = StreamRef.of(args.table)
        lost = DeadLettersArgs(defaults=defaults, remedy=REMEDY)
        self.dead_letter_queue = DeadLetters(name, lost, opts=child)
        uses = (*args.function.uses, *stream.consume(), self.dead_letter_queue.send())
        self.function = Function(name, replace(args.function, uses=uses), opts=child)
        aws.lambda_.EventSourceMapping(
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
            destination_config={"on_failure": {"destination_arn": self.dead_letter_queue.arn}},
            tags=args.function.defaults.tags,
            opts=child,
        )
        alarms.iterator_age(name, self.function.name, defaults, child)
        self.register_outputs({"functionName": self.function.name})
