"""Commands: the events by which the saga of the orders service asks other services for a step.

Each goes to one service, which answers with its own events in the mode ``saga``. A command may be
delivered more than once, and the saga may repeat it: the service does the work once and publishes
the same answer again. A compensation (``ReleaseRequested``, ``RefundRequested``,
``ShipmentCancellationRequested``) may arrive before the step that it undoes, or without it: the
service then records it and does not perform the step later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from contracts.event import Event
from contracts.field_types import MAX_LINES, Country, OrderId, TotalCents, Units, UserId
from contracts.limits import MaxLen, MinLen
from contracts.orders import PaymentMethod, PricedLine


@dataclass(frozen=True, kw_only=True)
class ReservationRequested(Event, source="orders"):
    """Asks inventory to reserve every line of an order, or none.

    Inventory answers with ``InventoryReserved`` or ``InventoryFailed``, and not at all if the order
    was released before.
    """

    order_id: OrderId
    user_id: UserId
    lines: Annotated[tuple[PricedLine, ...], MinLen(1), MaxLen(MAX_LINES)]
    """What to reserve; an item may be in several lines."""
    units: Units
    total_cents: TotalCents
    payment_method: PaymentMethod
    ship_to: Country


@dataclass(frozen=True, kw_only=True)
class ReleaseRequested(Event, source="orders"):
    """Compensation: asks inventory to return the reserved stock of an order.

    Inventory answers with ``InventoryReleased``, also if nothing was reserved; it reserves nothing
    for this order afterwards.
    """

    order_id: OrderId


@dataclass(frozen=True, kw_only=True)
class PaymentRequested(Event, source="orders"):
    """Asks payments to take the money for an order whose stock is reserved.

    Payments answers with ``PaymentCompleted`` or ``PaymentFailed``: at once for a card, when it is
    known for a bank transfer. It does not answer if the payment was cancelled before.
    """

    order_id: OrderId
    user_id: UserId
    units: Units
    total_cents: TotalCents
    payment_method: PaymentMethod
    ship_to: Country


@dataclass(frozen=True, kw_only=True)
class RefundRequested(Event, source="orders"):
    """Compensation: asks payments to give back the money of an order.

    Payments answers with ``PaymentRefunded``, also if nothing was taken; it takes nothing for this
    order afterwards.
    """

    order_id: OrderId


@dataclass(frozen=True, kw_only=True)
class ShipmentRequested(Event, source="orders"):
    """Asks shipping to book a carrier for a paid order.

    Shipping answers with ``ShipmentBooked`` or ``ShipmentFailed``; with the latter also if the
    shipment was cancelled before.
    """

    order_id: OrderId
    user_id: UserId
    units: Units
    ship_to: Country


@dataclass(frozen=True, kw_only=True)
class ShipmentCancellationRequested(Event, source="orders"):
    """Compensation: asks shipping to cancel the carrier of an order.

    Shipping answers with ``ShipmentCancelled``, also if none was booked; it books none for this
    order afterwards.
    """

    order_id: OrderId
