"""Keeps the index as the catalog is: writes what an event says of an item."""

from __future__ import annotations

from contracts.catalog import ItemChanged, ItemCreated, ItemRemoved
from runtime.observability import count
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.search.app.domain import entry_of
from services.search.app.index import configured_index

index = configured_index()


@message_consumer(ItemCreated, ItemChanged, ItemRemoved)
def handle(received: ReceivedMessage[ItemCreated | ItemChanged | ItemRemoved]) -> None:
    """Events may come twice and in any order: the latest change of an item wins."""
    entry = entry_of(received.message, received.metadata.occurred_at)
    if index.write([entry]):
        count("ChangesIndexed")
