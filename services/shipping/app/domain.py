"""What shipping decides: into which parcels an order goes, and what a carrier's answer means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from contracts.commands import ShipmentRequested
from contracts.orders import Mode, mode_of
from contracts.payments import PaymentCompleted
from contracts.shipping import OrderFulfilled, ShipmentBooked, ShipmentFailed

# A carrier is being asked; it answers with one of the two after it.
BOOKING, BOOKED, FAILED = "BOOKING", "BOOKED", "FAILED"
CANCELLED = "CANCELLED"
CALLED_OFF = "the shipment was called off"

PARCEL_UNITS = 20

# What nobody outside has a use for.
INTERNAL = {"mode", "correlationId"}

Shipment: TypeAlias = dict[str, Any]
Order: TypeAlias = PaymentCompleted | ShipmentRequested


@dataclass(frozen=True, kw_only=True)
class Booking:
    """What a carrier answers: an id of its own, or why not."""

    booking_id: str | None = None
    refusal: str | None = None


class Carrier(Protocol):
    """Whoever moves the goods; comes once for the same key, and not at all when called off."""

    def book(self, key: str, parcels: tuple[str, ...], country: str) -> Booking: ...

    def cancel(self, key: str) -> None: ...


def parcels_of(order_id: str, units: int) -> tuple[str, ...]:
    """The ids of as few parcels as hold so many units."""
    return tuple(f"{order_id}-{n}" for n in range(1, -(-units // PARCEL_UNITS) + 1))


def order_of(parcel_id: str) -> str:
    """The id of the order to which a parcel belongs."""
    return parcel_id.rpartition("-")[0]


def begun(order: Order, correlation_id: str) -> Shipment:
    """The shipment of an order before a carrier is asked."""
    return {
        "orderId": order.order_id,
        "userId": order.user_id,
        "status": BOOKING,
        "units": order.units,
        "shipTo": order.ship_to,
        "parcels": list(parcels_of(order.order_id, order.units)),
        "mode": mode_of(order),
        "correlationId": correlation_id,
    }


def book(shipment: Shipment, carrier: Carrier) -> Shipment:
    """Ask a carrier to take a shipment: what is new about it then."""
    booking = carrier.book(shipment["orderId"], tuple(shipment["parcels"]), shipment["shipTo"])
    if booking.refusal is not None:
        return {"status": FAILED, "reason": booking.refusal}
    return {"status": BOOKED, "bookingId": booking.booking_id}


def answer(shipment: Shipment, mode: Mode) -> ShipmentBooked | ShipmentFailed:
    """What to announce to whoever wanted a shipment of which the end is known."""
    order_id = shipment["orderId"]
    if shipment["status"] == BOOKED:
        return ShipmentBooked(
            order_id=order_id,
            user_id=shipment["userId"],
            parcels=tuple(shipment["parcels"]),
            mode=mode,
        )
    reason = shipment["reason"] if shipment["status"] == FAILED else CALLED_OFF
    return ShipmentFailed(order_id=order_id, reason=reason, mode=mode)


def fulfilment(before: Shipment | None, after: Shipment | None) -> OrderFulfilled | None:
    """What to announce of a change: that it was the one by which everything had arrived."""
    if after is None or "fulfilledAt" not in after or "fulfilledAt" in (before or {}):
        return None
    if after["status"] != BOOKED:
        return None
    return OrderFulfilled(
        order_id=after["orderId"],
        user_id=after["userId"],
        completed_steps=tuple(after["parcels"]),
    )


def shown(shipment: Shipment) -> Shipment:
    """A shipment as those who may see it see it."""
    arrived = shipment.get("delivered", set())
    public = {name: value for name, value in shipment.items() if name not in INTERNAL}
    return {**public, "delivered": [p for p in shipment.get("parcels", ()) if p in arrived]}
