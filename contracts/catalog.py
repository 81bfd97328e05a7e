"""Contracts of the catalog service: request bodies, what it returns, the events it publishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from contracts.contract import Contract
from contracts.event import Event
from contracts.field_types import PLAIN, Cents, ItemId
from contracts.limits import Ge, Le, MaxLen, MinLen

# The most items of one BatchGetItem.
MAX_PRICES = 100
MAX_IMPORT = 500

WantedItems = Annotated[tuple[ItemId, ...], MinLen(1), MaxLen(MAX_PRICES)]
"""The query parameter ``items`` of ``GET /prices``."""

# More than a file of S3 has lines.
MAX_IMPORTED = 1_000_000_000_000

StoredName = Annotated[str, MinLen(1), MaxLen(100)]
ItemName = Annotated[str, MinLen(1), MaxLen(100), PLAIN]


@dataclass(frozen=True, kw_only=True)
class PutItem(Contract):
    """The body of ``PUT /items/{itemId}``."""

    name: ItemName
    price_cents: Cents


@dataclass(frozen=True, kw_only=True)
class CatalogItem(Contract):
    """An item that is for sale, with its price."""

    item_id: ItemId
    name: StoredName
    price_cents: Cents


@dataclass(frozen=True, kw_only=True)
class ImportedItem(CatalogItem):
    """An item of an import; its name has the limits of ``PutItem``."""

    name: ItemName


@dataclass(frozen=True, kw_only=True)
class ImportItems(Contract):
    """The body of ``POST /imports``."""

    items: Annotated[tuple[ImportedItem, ...], MinLen(1), MaxLen(MAX_IMPORT)]


@dataclass(frozen=True, kw_only=True)
class Prices(Contract):
    """The response of ``GET /prices``; each item of the request is in one of the two fields."""

    prices: Annotated[dict[str, Cents], MaxLen(MAX_PRICES)]
    unknown: Annotated[tuple[ItemId, ...], MaxLen(MAX_PRICES)]


@dataclass(frozen=True, kw_only=True)
class ItemCreated(Event, source="catalog"):
    """An item is for sale.

    Published when an agent puts or imports an item that the catalog did not have, from the items
    table.
    """

    item_id: ItemId
    name: StoredName
    """What customers read."""
    price_cents: Cents


@dataclass(frozen=True, kw_only=True)
class ItemChanged(Event, source="catalog"):
    """An item has another name or another price.

    Published from the items table, in the order of the writes of an item; not where an item is
    written again as it was.
    """

    item_id: ItemId
    name: StoredName
    """Its name from now on."""
    price_cents: Cents
    """The price of orders that are placed from now on."""
    former_price_cents: Cents
    """The price before; the same where only the name is another one."""


@dataclass(frozen=True, kw_only=True)
class ItemRemoved(Event, source="catalog"):
    """An item is no longer for sale.

    Published when an agent deletes it, from the items table. Orders that were placed before go on
    at the price that they have. ``ItemCreated`` may follow.
    """

    item_id: ItemId
    name: StoredName
    """Its last name."""


@dataclass(frozen=True, kw_only=True)
class ItemsImported(Event, source="catalog"):
    """An import of items has ended.

    Published once for an import when its last item is written. One that fails publishes nothing:
    the alarm of its workflow goes to ALARM. ``ItemCreated`` and ``ItemChanged`` of its items come
    from the items table, before this event or after it.
    """

    import_id: Annotated[str, MinLen(1), MaxLen(80)]
    """The execution of the workflow; of ``POST /imports`` what that has answered."""
    loaded: Annotated[int, Ge(0), Le(MAX_IMPORTED)]
    """How many items were written now; those that an earlier import of the file wrote are not
    among them."""
    rejected: Annotated[int, Ge(0), Le(MAX_IMPORTED)]
    """How many records of a file are no items; its file of rejects has them by line."""
