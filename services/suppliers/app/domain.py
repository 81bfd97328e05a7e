"""Rules of suppliers: what is stored of them and of their offers."""

from __future__ import annotations

from dataclasses import dataclass

# Offers that are listed; an item has a handful of suppliers.
LISTED = 50
# How long a list of offers is as good as new.
FRESH_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Supplier:
    """A row of the table suppliers."""

    supplier_id: str
    name: str
    country: str
    lead_days: int


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A row of the table offers."""

    supplier_id: str
    item_id: str
    price_cents: int
    minimum_units: int
