"""Rules of shipping: the parcels of an order, and what the carrier's answer makes of a shipment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, TypeAlias

from contracts.codec import encode
from contracts.commands import ShipmentRequested
from contracts.orders import Mode, mode_of
from contracts.payments import PaymentCompleted
from contracts.shipping import OrderFulfilled, ShipmentBooked, ShipmentFailed

# The carrier is being called; its answer is one of the next two.
BOOKING: Final = "BOOKING"
BOOKED: Final = "BOOKED"
FAILED: Final = "FAILED"
CANCELLED: Final = "CANCELLED"

Status = Literal["BOOKING", "BOOKED", "FAILED", "CANCELLED"]

CANCELLED_REASON = "the shipment was called off"

PARCEL_UNITS = 20

# Not in responses.
INTERNAL = ("mode", "correlationId")

ShipmentTrigger: TypeAlias = PaymentCompleted | ShipmentRequested


@dataclass(frozen=True, kw_only=True)
class Booking:
    """The answer of a carrier: its id of the booking, or the reason for which it refused."""

    booking_id: str | None = None
    decline_reason: str | None = None


class Carrier(Protocol):
    """A carrier; ``key`` makes both calls idempotent, and a cancelled key is not booked again."""

    def book(self, key: str, parcels: tuple[str, ...], country: str) -> Booking: ...

    def cancel(self, key: str) -> None: ...


@dataclass(frozen=True, kw_only=True)
class ShipmentChange:
    """What a transition writes to a shipment; what is ``None`` stays as it is."""

    status: Status
    booking_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Shipment:
    """The shipment of an order: a row of the shipments table.

    ``at`` is the time of its first message, ``delivered`` the ids of the parcels that were
    delivered, ``fulfilled_at`` the time at which the last one was.
    """

    order_id: str
    user_id: str
    status: Status
    units: int
    ship_to: str
    parcels: tuple[str, ...]
    mode: Mode
    correlation_id: str
    at: str
    booking_id: str | None = None
    reason: str | None = None
    delivered: frozenset[str] = frozenset()
    fulfilled_at: str | None = None

    @property
    def is_fulfilled(self) -> bool:
        """Whether every parcel is delivered, and the shipment was not cancelled."""
        return self.fulfilled_at is not None and self.status == BOOKED


@dataclass(frozen=True, kw_only=True)
class BlockedShipment:
    """The row of an order that was cancelled before its shipment was triggered: none is booked."""

    order_id: str
    at: str
    status: Literal["CANCELLED"] = CANCELLED


ShipmentRow: TypeAlias = Shipment | BlockedShipment


def parcels_of(order_id: str, units: int) -> tuple[str, ...]:
    """The ids of the parcels: as few as hold the units."""
    return tuple(f"{order_id}-{n}" for n in range(1, -(-units // PARCEL_UNITS) + 1))


def order_of(parcel_id: str) -> str:
    """The id of the order that a parcel belongs to."""
    return parcel_id.rpartition("-")[0]


def new_shipment(trigger: ShipmentTrigger, correlation_id: str, *, at: str) -> Shipment:
    """The shipment of an order before the carrier is called."""
    return Shipment(
        order_id=trigger.order_id,
        user_id=trigger.user_id,
        status=BOOKING,
        units=trigger.units,
        ship_to=trigger.ship_to,
        parcels=parcels_of(trigger.order_id, trigger.units),
        mode=mode_of(trigger),
        correlation_id=correlation_id,
        at=at,
    )


def book(shipment: Shipment, carrier: Carrier) -> ShipmentChange:
    """Book the carrier for a shipment; returns the change by its answer."""
    booking = carrier.book(shipment.order_id, shipment.parcels, shipment.ship_to)
    if booking.decline_reason is not None:
        return ShipmentChange(status=FAILED, reason=booking.decline_reason)
    return ShipmentChange(status=BOOKED, booking_id=booking.booking_id)


def event_of(shipment: ShipmentRow, mode: Mode) -> ShipmentBooked | ShipmentFailed:
    """The event of a shipment that is no longer ``BOOKING``, for the trigger of this mode."""
    order_id = shipment.order_id
    if isinstance(shipment, BlockedShipment):
        return ShipmentFailed(order_id=order_id, reason=CANCELLED_REASON, mode=mode)
    if shipment.status == BOOKED:
        return ShipmentBooked(
            order_id=order_id, user_id=shipment.user_id, parcels=shipment.parcels, mode=mode
        )
    reason = shipment.reason or CANCELLED_REASON
    return ShipmentFailed(order_id=order_id, reason=reason, mode=mode)


def fulfilment(before: ShipmentRow | None, after: ShipmentRow | None) -> OrderFulfilled | None:
    """The event of a change by which the last parcel of an order was delivered; else none."""
    if not isinstance(after, Shipment) or not after.is_fulfilled:
        return None
    if isinstance(before, Shipment) and before.fulfilled_at is not None:
        return None
    return OrderFulfilled(
        order_id=after.order_id, user_id=after.user_id, completed_steps=after.parcels
    )


def view(shipment: ShipmentRow) -> dict[str, Any]:
    """A shipment as its customer and agents see it; ``delivered`` is in the order of parcels."""
    public = {n: value for n, value in encode(shipment).items() if n not in INTERNAL}
    if isinstance(shipment, BlockedShipment):
        return {**public, "delivered": []}
    return {**public, "delivered": [p for p in shipment.parcels if p in shipment.delivered]}
