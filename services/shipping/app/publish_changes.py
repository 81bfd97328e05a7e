"""Announces that all parcels of an order have arrived, when the table first says so."""

from __future__ import annotations

from contracts.event import Event
from runtime.dynamodb.outbox import Change, outbox_publisher
from services.shipping.app.domain import fulfilment


@outbox_publisher
def handle(change: Change) -> Event | None:
    return fulfilment(change.before, change.after)
