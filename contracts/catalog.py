"""What the catalog service accepts and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from annotated_types import MaxLen, MinLen

from contracts.contract import Contract
from contracts.field_types import Cents, ItemId

# What one read of the table returns at most.
MAX_PRICES = 100
MAX_IMPORT = 500

ItemName = Annotated[str, MinLen(1), MaxLen(100)]


@dataclass(frozen=True, kw_only=True)
class PutItem(Contract):
    """The body of ``PUT /items/{itemId}``."""

    name: ItemName
    price_cents: Cents


@dataclass(frozen=True, kw_only=True)
class CatalogItem(Contract):
    """Something that is sold, and at which price."""

    item_id: ItemId
    name: ItemName
    price_cents: Cents


@dataclass(frozen=True, kw_only=True)
class ImportItems(Contract):
    """The body of ``POST /imports``."""

    items: Annotated[tuple[CatalogItem, ...], MinLen(1), MaxLen(MAX_IMPORT)]


@dataclass(frozen=True, kw_only=True)
class Prices(Contract):
    """The answer of ``GET /prices``: what was asked for is in one of the two."""

    prices: Annotated[dict[str, Cents], MaxLen(MAX_PRICES)]
    unknown: Annotated[tuple[ItemId, ...], MaxLen(MAX_PRICES)]
