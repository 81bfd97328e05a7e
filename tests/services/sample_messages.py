"""Events, commands and rows of one sample order, for the tests of handlers."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from contracts.commands import (
    PaymentRequested,
    RefundRequested,
    ReleaseRequested,
    ReservationRequested,
    ShipmentCancellationRequested,
    ShipmentRequested,
)
from contracts.inventory import (
    InventoryFailed,
    InventoryReleased,
    InventoryReserved,
    Shortage,
)
from contracts.orders import (
    Mode,
    OrderCancelled,
    OrderConfirmed,
    OrderPlaced,
    PaymentMethod,
    PricedLine,
)
from contracts.payments import PaymentCompleted, PaymentFailed, PaymentRefunded
from contracts.shipping import (
    OrderFulfilled,
    ParcelDelivered,
    ShipmentBooked,
    ShipmentCancelled,
    ShipmentFailed,
)
from services.orders.app.domain import Order

ID = str(uuid.UUID(int=1))
PLACED_AT = "2026-11-21T10:00:00.000Z"


def number(count: int) -> str:
    """The id of the order of this number."""
    return str(uuid.UUID(int=count))


def priced(*lines: tuple[str, int, int]) -> tuple[PricedLine, ...]:
    """Lines of ``(item, quantity, cents)``; of one disc if nothing is said."""
    return tuple(
        PricedLine(item_id=item, quantity=quantity, unit_cents=cents)
        for item, quantity, cents in lines or [("disc", 1, 1500)]
    )


def placed(
    order_id: str = ID,
    *lines: tuple[str, int, int],
    method: PaymentMethod = "card",
    ship_to: str = "GB",
    mode: Mode = "choreography",
) -> OrderPlaced:
    """An order of ``(item, quantity, cents)``; of one disc if nothing is said."""
    wanted = priced(*lines)
    return OrderPlaced(
        order_id=order_id,
        user_id="ann",
        placed_at=PLACED_AT,
        ordered_on=date(2026, 11, 21),
        lines=wanted,
        units=sum(line.quantity for line in wanted),
        total_cents=sum(line.quantity * line.unit_cents for line in wanted),
        payment_method=method,
        ship_to=ship_to,
        mode=mode,
    )


def reserved(
    order_id: str = ID,
    cents: int = 1500,
    method: PaymentMethod = "card",
    *,
    units: int = 1,
    ship_to: str = "GB",
    mode: Mode = "choreography",
) -> InventoryReserved:
    return InventoryReserved(
        order_id=order_id,
        user_id="ann",
        units=units,
        total_cents=cents,
        payment_method=method,
        ship_to=ship_to,
        mode=mode,
    )


def short(order_id: str = ID, mode: Mode = "choreography") -> InventoryFailed:
    shortages = (Shortage(item_id="disc", wanted=2, available=1),)
    return InventoryFailed(
        order_id=order_id, reason="too little of disc", shortages=shortages, mode=mode
    )


def released(order_id: str = ID, mode: Mode = "choreography") -> InventoryReleased:
    return InventoryReleased(order_id=order_id, mode=mode)


def paid(
    order_id: str = ID,
    cents: int = 1500,
    *,
    units: int = 1,
    ship_to: str = "GB",
    mode: Mode = "choreography",
) -> PaymentCompleted:
    return PaymentCompleted(
        order_id=order_id,
        user_id="ann",
        units=units,
        total_cents=cents,
        ship_to=ship_to,
        mode=mode,
    )


def refused(order_id: str = ID, cents: int = 1500, mode: Mode = "choreography") -> PaymentFailed:
    return PaymentFailed(
        order_id=order_id, total_cents=cents, reason="the card was declined", mode=mode
    )


def refunded(order_id: str = ID, cents: int = 1500, mode: Mode = "choreography") -> PaymentRefunded:
    return PaymentRefunded(order_id=order_id, total_cents=cents, mode=mode)


def shipped(order_id: str = ID, parcels: int = 1, mode: Mode = "choreography") -> ShipmentBooked:
    return ShipmentBooked(
        order_id=order_id, user_id="ann", parcels=parcels_of(order_id, parcels), mode=mode
    )


def unserved(order_id: str = ID, mode: Mode = "choreography") -> ShipmentFailed:
    return ShipmentFailed(order_id=order_id, reason="the carrier does not serve AQ", mode=mode)


def recalled(order_id: str = ID, mode: Mode = "choreography") -> ShipmentCancelled:
    return ShipmentCancelled(order_id=order_id, mode=mode)


def delivered(order_id: str = ID, place: int = 1) -> ParcelDelivered:
    return ParcelDelivered(
        order_id=order_id, parcel_id=f"{order_id}-{place}", delivered_at=PLACED_AT
    )


def fulfilled(order_id: str = ID, parcels: int = 1) -> OrderFulfilled:
    return OrderFulfilled(
        order_id=order_id, user_id="ann", completed_steps=parcels_of(order_id, parcels)
    )


def parcels_of(order_id: str, count: int) -> tuple[str, ...]:
    return tuple(f"{order_id}-{place}" for place in range(1, count + 1))


def confirmed(
    order_id: str = ID, user: str = "ann", on: str = "2026-11-21", units: int = 1, cents: int = 1500
) -> OrderConfirmed:
    return OrderConfirmed(
        order_id=order_id,
        user_id=user,
        placed_at=PLACED_AT,
        ordered_on=date.fromisoformat(on),
        units=units,
        total_cents=cents,
    )


def cancelled(order_id: str = ID) -> OrderCancelled:
    return OrderCancelled(
        order_id=order_id,
        user_id="ann",
        placed_at=PLACED_AT,
        total_cents=1500,
        reason="the card was declined",
    )


def reservation_requested(
    order_id: str = ID,
    *lines: tuple[str, int, int],
    method: PaymentMethod = "card",
    ship_to: str = "GB",
) -> ReservationRequested:
    wanted = priced(*lines)
    return ReservationRequested(
        order_id=order_id,
        user_id="ann",
        lines=wanted,
        units=sum(line.quantity for line in wanted),
        total_cents=sum(line.quantity * line.unit_cents for line in wanted),
        payment_method=method,
        ship_to=ship_to,
    )


def release_requested(order_id: str = ID) -> ReleaseRequested:
    return ReleaseRequested(order_id=order_id)


def payment_requested(
    order_id: str = ID,
    cents: int = 1500,
    method: PaymentMethod = "card",
    *,
    units: int = 1,
    ship_to: str = "GB",
) -> PaymentRequested:
    return PaymentRequested(
        order_id=order_id,
        user_id="ann",
        units=units,
        total_cents=cents,
        payment_method=method,
        ship_to=ship_to,
    )


def refund_requested(order_id: str = ID) -> RefundRequested:
    return RefundRequested(order_id=order_id)


def shipment_requested(
    order_id: str = ID, *, units: int = 1, ship_to: str = "GB"
) -> ShipmentRequested:
    return ShipmentRequested(order_id=order_id, user_id="ann", units=units, ship_to=ship_to)


def shipment_cancellation_requested(order_id: str = ID) -> ShipmentCancellationRequested:
    return ShipmentCancellationRequested(order_id=order_id)


def row(event: OrderPlaced, **more: Any) -> Order:
    """The row of a placed order, as ``POST /orders`` writes it."""
    new = Order(
        order_id=event.order_id,
        user_id=event.user_id,
        placed_at=event.placed_at,
        ordered_on=event.ordered_on,
        mode=event.mode,
        status="PLACED",
        lines=event.lines,
        units=event.units,
        total_cents=event.total_cents,
        payment_method=event.payment_method,
        ship_to=event.ship_to,
        timeline={"placed": event.placed_at},
        fingerprint="f",
        correlation_id="talk-1",
    )
    return replace(new, **more)
