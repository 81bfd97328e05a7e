"""Contracts of the inventory service: the request body it accepts, the events it publishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

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
from contracts.limits import Ge, Le, MaxLen, MinLen
from contracts.orders import Mode, PaymentMethod


@dataclass(frozen=True, kw_only=True)
class DeliveryLine(Contract):
    """A quantity of one item that arrived in the warehouse."""

    item_id: ItemId
    quantity: Annotated[int, Ge(1), Le(1_000_000_000)]


@dataclass(frozen=True, kw_only=True)
class Delivery(Contract):
    """The body of ``POST /deliveries``; a delivery is counted once, however often it is sent."""

    delivery_id: DeliveryId
    lines: Annotated[tuple[DeliveryLine, ...], MinLen(1), MaxLen(MAX_LINES)]


@dataclass(frozen=True, kw_only=True)
class Shortage(Contract):
    """An item of which there is less stock than an order needs."""

    item_id: ItemId
    wanted: Units
    """The quantity in the order, all its lines together."""
    available: Annotated[int, Ge(0), Le(10**15)]
    """The stock that was not reserved at that moment; 0 for an unknown item."""


@dataclass(frozen=True, kw_only=True)
class InventoryReserved(Event, source="inventory", version=2):
    """The stock for every line of an order is reserved.

    In the mode ``choreography`` payments takes the money on this event, in the mode ``saga`` it
    completes the state machine's reservation step. Carries what the later steps need, so that they
    need not ask orders. ``InventoryReleased`` may follow.
    """

    order_id: OrderId
    user_id: UserId
    units: Units
    total_cents: TotalCents
    payment_method: PaymentMethod
    ship_to: Country
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class InventoryFailed(Event, source="inventory", version=2):
    """The stock for an order could not be reserved; nothing is reserved, not even in part.

    In the mode ``choreography`` orders cancels the order.
    """

    order_id: OrderId
    reason: Reason
    shortages: Annotated[tuple[Shortage, ...], MinLen(1), MaxLen(MAX_LINES)]
    """Every item of which there was too little."""
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class InventoryReleased(Event, source="inventory"):
    """The reservation of an order is undone: no stock is reserved for it, and none will be.

    Published after ``PaymentFailed`` or ``PaymentRefunded`` in the mode ``choreography`` and after
    ``ReleaseRequested`` in the mode ``saga``, also if nothing was reserved.
    """

    order_id: OrderId
    mode: Mode
