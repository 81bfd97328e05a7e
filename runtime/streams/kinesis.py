"""Kinesis: the handler of a stream of JSON records, which may consume them one by one or together.

A record that cannot be decoded is kept in the dead-letter queue at once; one that fails otherwise
is tried again, with those behind it, and kept after three tries: ``runtime.streams.batch``.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from contracts.envelope import correlation_id_of
from runtime.observability import LambdaHandler, correlate, logger
from runtime.outcomes import log_success
from runtime.remaining import remaining_seconds
from runtime.streams.batch import Entry, Left, Record, process_batch, sequence_number
from runtime.streams.received import Received
from runtime.subjects import log_ids

T = TypeVar("T")

# Kept free for the response, and for a record that takes longer than those before it.
RESERVE_SECONDS = 2.0


# Makes a value of the JSON of a record; raises if it is not what the stream is for.
Decoder: TypeAlias = Callable[[Any], T]


def record_consumer(
    decode: Decoder[T],
) -> Callable[[Callable[[Received[T]], None]], LambdaHandler]:
    """Consume records one by one: the decorated function is called with each, in order."""

    def decorate(consume: Callable[[Received[T]], None]) -> LambdaHandler:
        def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
            def perform(entries: Sequence[Entry[Received[T]]]) -> Left[Received[T]]:
                for place, entry in enumerate(entries):
                    if place and remaining_seconds(context) < RESERVE_SECONDS:
                        return Left(entries[place:])
                    logger.set_correlation_id(entry.correlation_id)
                    try:
                        consume(entry.value)
                    except Exception as error:
                        return Left(entries[place:], error)
                    log_success()
                return Left()

            return process_batch(event, context, lambda record: received(decode, record), perform)

        return handle

    return decorate


def records_consumer(
    decode: Decoder[T],
) -> Callable[[Callable[[Sequence[Received[T]]], None]], LambdaHandler]:
    """Consume records together: the decorated function is called with those that can be decoded,
    and must do the work of all or of none. If it raises, it is called with each alone.
    """

    def decorate(consume: Callable[[Sequence[Received[T]]], None]) -> LambdaHandler:
        def perform(entries: Sequence[Entry[Received[T]]]) -> Left[Received[T]]:
            try:
                consume([entry.value for entry in entries])
            except Exception as error:
                return _one_by_one(entries, error)
            log_ids("records processed", [entry.correlation_id for entry in entries])
            return Left()

        def _one_by_one(
            entries: Sequence[Entry[Received[T]]], failure: Exception
        ) -> Left[Received[T]]:
            for place, entry in enumerate(entries):
                logger.set_correlation_id(entry.correlation_id)
                try:
                    if len(entries) == 1:
                        raise failure
                    consume([entry.value])
                except Exception as error:
                    return Left(entries[place:], error)
                log_success()
            return Left()

        def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
            return process_batch(event, context, lambda record: received(decode, record), perform)

        return handle

    return decorate


def received(decode: Decoder[T], record: Record) -> Received[T]:
    """A record of Lambda's event, decoded; raises if it is no JSON, or ``decode`` does."""
    data = json.loads(base64.b64decode(record["kinesis"]["data"]))
    correlate(correlation_id_of(data))
    return Received(
        value=decode(data),
        shard=record["eventID"].partition(":")[0],
        number=int(sequence_number(record)),
        partition_key=record["kinesis"]["partitionKey"],
    )
