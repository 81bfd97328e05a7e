"""Handler: makes a function of one input into the Lambda handler of a queue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from runtime.observability import LambdaHandler, correlate
from runtime.outcomes import log_success
from runtime.sqs.batch import SqsMessage, process_batch

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Decoded(Generic[T]):
    """One input found in a message.

    ``correlation_id`` is the one it was sent with, if any; ``description`` identifies the input in
    the log and as annotations of the trace.
    """

    value: T
    correlation_id: str | None = None
    description: Mapping[str, Any] = field(default_factory=dict)


# Takes a message and the Lambda context; a message may hold several inputs, or none. Raises if the
# message is not what the queue is for.
Decoder: TypeAlias = Callable[[SqsMessage, Any], Iterable[Decoded[T]]]


def sqs_handler(
    decode: Decoder[T], consume: Callable[[T], None], *, fifo: bool = False
) -> LambdaHandler:
    """The handler that calls ``consume`` with every input that ``decode`` finds in a batch.

    ``fifo`` must be true for the consumer of a FIFO queue, so that a failed message holds back
    those that follow it in its message group.
    """

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        def process(message: SqsMessage) -> None:
            for found in decode(message, context):
                correlate(found.correlation_id, **found.description)
                consume(found.value)
                log_success(**found.description)

        return process_batch(event, context, process, fifo=fifo)

    return handle
