"""Publishes ``ItemCreated``, ``ItemChanged`` and ``ItemRemoved`` from the stream of the items."""

from __future__ import annotations

from contracts.catalog import CatalogItem
from contracts.event import Event
from runtime.dynamodb.outbox import Change, outbox_publisher
from runtime.dynamodb.rows import from_item
from services.catalog.app.domain import event_of


@outbox_publisher
def handle(change: Change) -> Event | None:
    before, after = (
        None if item is None else from_item(CatalogItem, item)
        for item in (change.before, change.after)
    )
    return event_of(before, after)
