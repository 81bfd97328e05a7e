"""What the inventory service accepts and announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le, MaxLen, MinLen

from contracts.contract import Contract
from contracts.event import Event
from contracts.field_types import (
    MAX_LINES,
    Country,
    DeliveryId,
    ItemId,
    OrderId,
    Reason,
    TotalCents,
    Units,
    UserId,
)
from contracts.orders import Mode, PaymentMethod


@dataclass(frozen=True, kw_only=True)
class DeliveryLine(Contract):
    """So many of an item have come in."""

    item_id: ItemId
    quantity: Annotated[int, Ge(1), Le(1_000_000_000)]


@dataclass(frozen=True, kw_only=True)
class Delivery(Contract):
    """The body of ``POST /deliveries``; the same delivery counts once, however often it is told."""

    delivery_id: DeliveryId
    lines: Annotated[tuple[DeliveryLine, ...], MinLen(1), MaxLen(MAX_LINES)]


@dataclass(frozen=True, kw_only=True)
class Shortage(Contract):
    """An item of which more was wanted than there is."""

    item_id: ItemId
    wanted: Units
    available: Annotated[int, Ge(0), Le(10**15)]


@dataclass(frozen=True, kw_only=True)
class InventoryReserved(Event, source="inventory", version=2):
    """All lines of an order are put aside; what those after it need to know travels along."""

    order_id: OrderId
    user_id: UserId
    units: Units
    total_cents: TotalCents
    payment_method: PaymentMethod
    ship_to: Country
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class InventoryFailed(Event, source="inventory", version=2):
    """Not all lines could be put aside, so none was."""

    order_id: OrderId
    reason: Reason
    shortages: Annotated[tuple[Shortage, ...], MinLen(1), MaxLen(MAX_LINES)]
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class InventoryReleased(Event, source="inventory"):
    """Nothing is put aside for this order any more, nor will be."""

    order_id: OrderId
    mode: Mode
