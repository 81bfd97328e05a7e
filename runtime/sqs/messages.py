"""Batches: makes a function of one message into the consumer of a queue; each fails alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from contracts.event import Message, Metadata
from runtime.observability import LambdaHandler, correlate, logger
from runtime.sqs.batch import process_batch
from runtime.sqs.envelopes import decode_body
from runtime.sqs.sqs_message import SqsMessage

M = TypeVar("M", bound=Message)


@dataclass(frozen=True)
class ReceivedMessage(Generic[M]):
    """A message out of a queue; ``context`` knows how much time is left to work on it."""

    message: M
    metadata: Metadata
    context: Any


def message_consumer(
    *kinds: type[Message], fifo: bool = False
) -> Callable[[Callable[[ReceivedMessage[Any]], None]], LambdaHandler]:
    """Work on one or more kinds of message; what raises comes back later, the rest is done.

    With ``fifo``, messages of a group wait for the one that failed before them.
    """

    def decorate(work: Callable[[ReceivedMessage[Any]], None]) -> LambdaHandler:
        def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
            def on_delivery(delivery: SqsMessage) -> None:
                message, metadata = decode_body(kinds, json.loads(delivery.body))
                correlate(metadata.correlation_id, message=type(message).__name__)
                work(ReceivedMessage(message, metadata, context))
                logger.info("handled", message_type=type(message).__name__)

            return process_batch(event, context, on_delivery, fifo=fifo)

        return handle

    return decorate
