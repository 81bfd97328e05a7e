"""Changes: announces what was written to a table, from its stream; neither happens alone."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.event import Event
from runtime.clients.event_bus import OutgoingEvent, publish_all
from runtime.dynamodb.attributes import deserialize_item
from runtime.dynamodb.table import Item
from runtime.observability import LambdaHandler, correlate, invocation, logger
from runtime.tracing import subsegment

# The ids of events come from those of changes: a change that is told again is the same event.
EVENT_ID_NAMESPACE = uuid.UUID("5b2ad1f4-6a5c-4a51-9a58-0a4cf7a3f3ad")

# How DynamoDB signs a removal that is its own doing.
TTL_IDENTITY = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


@dataclass(frozen=True, kw_only=True)
class Change:
    """An item before and after one write; nothing on the side where there was none."""

    before: Item | None
    after: Item | None
    is_expiry: bool = False


Translate = Callable[[Change], Event | None]


def outbox_publisher(translate: Translate) -> LambdaHandler:
    """Announce the event that each change means, if any, under its row's correlation id.

    What raises is raised, after what came before it has been announced, so that the stream hands
    over the same changes again; those that were announced then keep their ids.
    """

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        with invocation(context):
            ready: list[OutgoingEvent] = []
            try:
                for record in event["Records"]:
                    with subsegment("change"):
                        ready.extend(_announcements(translate, record))
            finally:
                publish_all(ready)
        return {}

    return handle


def _announcements(translate: Translate, record: Mapping[str, Any]) -> list[OutgoingEvent]:
    change = _change(record)
    row = change.after or change.before or {}
    correlation_id = correlate(row.get("correlationId"))
    try:
        event = translate(change)
    except Exception as error:
        logger.exception(
            "left in the stream", change=record["eventID"], error_type=type(error).__name__
        )
        raise
    if event is None:
        return []
    event_id = uuid.uuid5(EVENT_ID_NAMESPACE, f"{record['eventSourceARN']} {record['eventID']}")
    return [OutgoingEvent(event, correlation_id, str(event_id))]


def _change(record: Mapping[str, Any]) -> Change:
    images = record["dynamodb"]
    before, after = images.get("OldImage"), images.get("NewImage")
    return Change(
        before=None if before is None else deserialize_item(before),
        after=None if after is None else deserialize_item(after),
        is_expiry=record.get("userIdentity") == TTL_IDENTITY,
    )
