"""Contracts of the catalog service: the request bodies it accepts, and what it returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from contracts.contract import Contract
from contracts.field_types import PLAIN, Cents, ItemId
from contracts.limits import MaxLen, MinLen

# The most items of one BatchGetItem.
MAX_PRICES = 100
MAX_IMPORT = 500

WantedItems = Annotated[tuple[ItemId, ...], MinLen(1), MaxLen(MAX_PRICES)]
"""The query parameter ``items`` of ``GET /prices``."""

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
    name: Annotated[str, MinLen(1), MaxLen(100)]
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
