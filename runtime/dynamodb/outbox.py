"""Outbox: publishes events from a table's stream, so that no write goes without its event.

A handler that writes a row and then publishes can fail in between. The stream of the table delivers
each change at least once, and in order for each item; ``outbox_publisher`` turns it into an event.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contracts.event import Event
from runtime.clients.event_bus import OutgoingEvent, PublishFailed, check, publish_all
from runtime.dynamodb.attributes import deserialize_item
from runtime.dynamodb.table import Item
from runtime.observability import LambdaHandler, correlate, logger
from runtime.streams.batch import Entry, Left, Record, process_batch

# Event ids are derived from stream record ids: a record that is delivered again is the same event.
EVENT_ID_NAMESPACE = uuid.UUID("5b2ad1f4-6a5c-4a51-9a58-0a4cf7a3f3ad")

# The identity in the record of an item that DynamoDB deleted because its TTL had passed.
TTL_IDENTITY = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


@dataclass(frozen=True, kw_only=True)
class Change:
    """An item before and after a write; None before an insert and after a delete.

    ``is_expiry`` is true if DynamoDB deleted the item because its TTL had passed.
    """

    before: Item | None
    after: Item | None
    is_expiry: bool = False


Translate = Callable[[Change], Event | None]
Published = Callable[[Event], None]


def outbox_publisher(translate: Translate) -> LambdaHandler:
    """The handler of a stream: publishes the event that ``translate`` returns for each change.

    The event has the correlation id in the item's ``correlationId``. If ``translate`` raises, or
    its event could never be published, the change goes to the dead-letter queue of the stream,
    whole, and those behind it are published. One that the bus does not take is tried again, with
    those behind it, and kept in the same way when it has failed three times. Events that are
    published again keep their ids.
    """
    return _publisher(translate, lambda event: None)


def outbox_publisher_with(published: Published) -> Callable[[Translate], LambdaHandler]:
    """As ``outbox_publisher``; ``published`` is called for each event that is on the bus.

    It must change nothing where it did before: a record that is delivered again is published again.
    """
    return lambda translate: _publisher(translate, published)


def _publisher(translate: Translate, published: Published) -> LambdaHandler:
    def decode(record: Record) -> OutgoingEvent | None:
        return _outgoing(translate, record)

    def perform(entries: Sequence[Entry[OutgoingEvent]]) -> Left[OutgoingEvent]:
        return _publish(entries, published)

    return lambda event, context: process_batch(event, context, decode, perform)


def _publish(entries: Sequence[Entry[OutgoingEvent]], published: Published) -> Left[OutgoingEvent]:
    """Publish events; left are those that the bus does not take, or from the first one on for which
    ``published`` raises.
    """
    failures: dict[int, Exception] = {}
    try:
        publish_all([entry.value for entry in entries])
    except PublishFailed as error:
        failures = dict.fromkeys(error.rejected, error)
    for place, entry in enumerate(entries):
        if place in failures:
            continue
        logger.set_correlation_id(entry.correlation_id)
        try:
            published(entry.value.event)
        except Exception as error:
            failures |= dict.fromkeys(range(place, len(entries)), error)
            break
    left = sorted(failures)
    return Left([entries[place] for place in left], failures[left[0]]) if left else Left()


def _outgoing(translate: Translate, record: Record) -> OutgoingEvent | None:
    change = _change(record)
    row = change.after or change.before or {}
    correlation_id = correlate(row.get("correlationId"))
    event = translate(change)
    if event is None:
        return None
    event_id = uuid.uuid5(EVENT_ID_NAMESPACE, f"{record['eventSourceARN']} {record['eventID']}")
    outgoing = OutgoingEvent(event, correlation_id, str(event_id))
    check(outgoing)
    return outgoing


def _change(record: Record) -> Change:
    images = record["dynamodb"]
    before, after = images.get("OldImage"), images.get("NewImage")
    return Change(
        before=None if before is None else deserialize_item(before),
        after=None if after is None else deserialize_item(after),
        is_expiry=record.get("userIdentity") == TTL_IDENTITY,
    )
