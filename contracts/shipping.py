"""What the shipping service announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from annotated_types import MaxLen, MinLen

from contracts.event import Event
from contracts.field_types import Moment, OrderId, ParcelId, Reason, UserId
from contracts.orders import Mode

# The most units of one order, in parcels of twenty.
MAX_PARCELS = 4_500

Parcels = Annotated[tuple[ParcelId, ...], MinLen(1), MaxLen(MAX_PARCELS)]


@dataclass(frozen=True, kw_only=True)
class ShipmentBooked(Event, source="shipping"):
    """A carrier takes the goods of an order, in these parcels."""

    order_id: OrderId
    user_id: UserId
    parcels: Parcels
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class ShipmentFailed(Event, source="shipping"):
    """No carrier takes the goods of an order."""

    order_id: OrderId
    reason: Reason
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class ShipmentCancelled(Event, source="shipping"):
    """No carrier is booked for this order any more, nor will be."""

    order_id: OrderId
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class ParcelDelivered(Event, source="shipping"):
    """One parcel of an order has arrived."""

    order_id: OrderId
    parcel_id: ParcelId
    delivered_at: Moment


@dataclass(frozen=True, kw_only=True)
class OrderFulfilled(Event, source="shipping"):
    """Every parcel of an order has arrived; told once."""

    order_id: OrderId
    user_id: UserId
    completed_steps: Parcels
