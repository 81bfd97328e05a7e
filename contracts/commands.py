"""What the saga of the orders service asks of the others; they answer with their own events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from annotated_types import MaxLen, MinLen

from contracts.event import Event
from contracts.field_types import MAX_LINES, Country, OrderId, TotalCents, Units, UserId
from contracts.orders import PaymentMethod, PricedLine


@dataclass(frozen=True, kw_only=True)
class ReservationRequested(Event, source="orders"):
    """All lines of an order are to be put aside, or none."""

    order_id: OrderId
    user_id: UserId
    lines: Annotated[tuple[PricedLine, ...], MinLen(1), MaxLen(MAX_LINES)]
    units: Units
    total_cents: TotalCents
    payment_method: PaymentMethod
    ship_to: Country


@dataclass(frozen=True, kw_only=True)
class ReleaseRequested(Event, source="orders"):
    """What is put aside for an order is to be given back; nothing may be put aside later."""

    order_id: OrderId


@dataclass(frozen=True, kw_only=True)
class PaymentRequested(Event, source="orders"):
    """The money of an order is to be taken; its goods are put aside."""

    order_id: OrderId
    user_id: UserId
    units: Units
    total_cents: TotalCents
    payment_method: PaymentMethod
    ship_to: Country


@dataclass(frozen=True, kw_only=True)
class RefundRequested(Event, source="orders"):
    """The money of an order is to be given back; none may be taken later."""

    order_id: OrderId


@dataclass(frozen=True, kw_only=True)
class ShipmentRequested(Event, source="orders"):
    """A carrier is to be booked for an order that is paid."""

    order_id: OrderId
    user_id: UserId
    units: Units
    ship_to: Country


@dataclass(frozen=True, kw_only=True)
class ShipmentCancellationRequested(Event, source="orders"):
    """The carrier is to be called off; none may be booked later."""

    order_id: OrderId
