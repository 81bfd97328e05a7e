"""Contracts of the suppliers service: the request bodies and the lines of a price feed that it
accepts, and what it returns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from contracts.contract import Contract
from contracts.field_types import PLAIN, Cents, Country, ItemId, PathId
from contracts.limits import Ge, Le, MaxLen, MinLen

SupplierName = Annotated[str, MinLen(1), MaxLen(100), PLAIN]
"""What a supplier is called; no two have one name."""
LeadDays = Annotated[int, Ge(0), Le(365)]
"""How many days a delivery takes."""
MinimumUnits = Annotated[int, Ge(1), Le(1_000_000)]
"""The smallest quantity that a supplier sells."""


@dataclass(frozen=True, kw_only=True)
class NewSupplier(Contract):
    """The body of ``POST /suppliers``."""

    name: SupplierName
    country: Country
    lead_days: LeadDays


@dataclass(frozen=True, kw_only=True)
class PutOffer(Contract):
    """The body of ``PUT /suppliers/{supplierId}/offers/{itemId}``, which replaces an offer."""

    price_cents: Cents
    minimum_units: MinimumUnits = 1


@dataclass(frozen=True, kw_only=True)
class FeedOffer(Contract):
    """A line of the price feed: an offer as it is now."""

    supplier_id: PathId
    item_id: ItemId
    price_cents: Cents
    minimum_units: MinimumUnits = 1


@dataclass(frozen=True, kw_only=True)
class SupplierView(Contract):
    """A supplier, as agents see it."""

    supplier_id: str
    """The id in the paths of its offers."""
    name: SupplierName
    """What it is called."""
    country: Country
    """Where it delivers from."""
    lead_days: LeadDays
    """How many days a delivery takes."""


@dataclass(frozen=True, kw_only=True)
class OfferView(Contract):
    """An offer of an item, with what is to be known of its supplier."""

    supplier_id: str
    """The supplier."""
    name: SupplierName
    """What it is called."""
    lead_days: LeadDays
    """How many days a delivery takes."""
    price_cents: Cents
    """The price of a unit."""
    minimum_units: MinimumUnits
    """The smallest quantity."""


@dataclass(frozen=True, kw_only=True)
class OffersView(Contract):
    """The offers of an item: the cheapest first, of equal ones the fastest."""

    item_id: ItemId
    """The item."""
    offers: tuple[OfferView, ...]
    """At most fifty."""
