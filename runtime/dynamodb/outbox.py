"""Outbox: publishes events from a table's stream, so that no write goes without its event.

A handler that writes a row and then publishes can fail in between. The stream of the table delivers
each change at least once, and in order for each item; ``outbox_publisher`` turns it into an event.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.event import Event
from runtime.clients.event_bus import OutgoingEvent, check, publish_all
from runtime.dynamodb import failed_records
from runtime.dynamodb.attributes import deserialize_item
from runtime.dynamodb.table import Item
from runtime.observability import (
    LambdaHandler,
    correlate,
    count_answered_failure,
    invocation,
    logger,
)
from runtime.tracing import subsegment

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
    its event cannot be published, the change goes to the dead-letter queue of the stream, whole,
    and those behind it are published: another try would fail again and hold up the shard. If the
    bus or the queue does not take what it gets, the invocation fails, so that Lambda delivers the
    batch again; events that are published again keep their ids.
    """
    return _publisher(translate, lambda event: None)


def outbox_publisher_with(published: Published) -> Callable[[Translate], LambdaHandler]:
    """As ``outbox_publisher``; ``published`` is called for each event that is on the bus.

    It must change nothing where it did before: a batch that is delivered again is published again.
    """
    return lambda translate: _publisher(translate, published)


def _publisher(translate: Translate, published: Published) -> LambdaHandler:
    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        with invocation(context):
            events: list[OutgoingEvent] = []
            failed: list[tuple[Mapping[str, Any], Exception]] = []
            for record in event["Records"]:
                try:
                    with subsegment("change"):
                        events.extend(_events(translate, record))
                except Exception as error:
                    name = type(error).__name__
                    logger.exception("change failed", change=record["eventID"], error_type=name)
                    failed.append((record, error))
            publish_all(events)
            for outgoing in events:
                published(outgoing.event)
            if failed:
                failed_records.keep(failed)
                count_answered_failure(context)
        return {}

    return handle


def _events(translate: Translate, record: Mapping[str, Any]) -> list[OutgoingEvent]:
    change = _change(record)
    row = change.after or change.before or {}
    correlation_id = correlate(row.get("correlationId"))
    event = translate(change)
    if event is None:
        return []
    event_id = uuid.uuid5(EVENT_ID_NAMESPACE, f"{record['eventSourceARN']} {record['eventID']}")
    outgoing = OutgoingEvent(event, correlation_id, str(event_id))
    check(outgoing)
    return [outgoing]


def _change(record: Mapping[str, Any]) -> Change:
    images = record["dynamodb"]
    before, after = images.get("OldImage"), images.get("NewImage")
    return Change(
        before=None if before is None else deserialize_item(before),
        after=None if after is None else deserialize_item(after),
        is_expiry=record.get("userIdentity") == TTL_IDENTITY,
    )
