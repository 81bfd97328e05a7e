"""Batches: makes a function of one message into the consumer of a queue; each fails alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

from services.contracts.envelope import unseal
from services.contracts.event import Event, Message, Metadata
from services.runtime.observability import LambdaHandler, correlate, invocation, logger

M = TypeVar("M", bound=Message)


@dataclass(frozen=True)
class Received(Generic[M]):
    """A message out of a queue; ``context`` knows how much time is left to work on it."""

    message: M
    metadata: Metadata
    context: Any


class Unexpected(ValueError):
    """A body that is not one of the messages this function is there for."""


def consumes(
    *kinds: type[Message],
) -> Callable[[Callable[[Received[Any]], None]], LambdaHandler]:
    """Work on one or more kinds of message; what raises comes back, the rest is done."""

    def decorate(work: Callable[[Received[Any]], None]) -> LambdaHandler:
        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)

        def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
            def on_record(record: Any) -> None:
                logger.set_correlation_id(None)
                try:
                    message, metadata = _opened(kinds, json.loads(record.body))
                    correlate(metadata.correlation_id, message=type(message).__name__)
                    work(Received(message, metadata, context))
                    logger.info("handled", message_type=type(message).__name__)
                except Exception as error:
                    logger.exception(
                        "left in the queue",
                        message_id=record.message_id,
                        error_type=type(error).__name__,
                    )
                    raise

            with invocation(context):
                failures = process_partial_response(
                    event=dict(event),
                    record_handler=on_record,
                    processor=processor,
                    context=context,
                )
            return cast(dict[str, Any], failures)

        return handle

    return decorate


def _opened(kinds: tuple[type[Message], ...], body: Any) -> tuple[Message, Metadata]:
    if not isinstance(body, dict):
        raise Unexpected(f"the body must be an object, got a {type(body).__name__}")
    if body.get("Type") == "Notification":
        [kind] = kinds
        return unseal(kind, json.loads(body.get("Message") or "null"))
    for kind in kinds:
        if issubclass(kind, Event) and _names(kind) == (
            body.get("source"),
            body.get("detail-type"),
        ):
            return unseal(kind, body.get("detail"))
    expected = ", ".join(kind.__name__ for kind in kinds)
    raise Unexpected(
        f"expected {expected}, got {body.get('detail-type')!r} from {body.get('source')!r}"
    )


def _names(kind: type[Event]) -> tuple[str, str]:
    return kind.source, kind.detail_type
