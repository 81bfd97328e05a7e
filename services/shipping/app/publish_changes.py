"""Publishes ``OrderFulfilled`` from the stream of the shipments table."""

from __future__ import annotations

from contracts.event import Event
from runtime.dynamodb.outbox import Change, outbox_publisher
from services.shipping.app.domain import fulfilment
from services.shipping.app.rows import read


@outbox_publisher
def handle(change: Change) -> Event | None:
    before, after = change.before, change.after
    return fulfilment(
        None if before is None else read(before), None if after is None else read(after)
    )
