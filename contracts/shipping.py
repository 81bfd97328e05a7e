"""Contracts of the shipping service: the events it publishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from contracts.event import Event
from contracts.field_types import Moment, OrderId, ParcelId, Reason, UserId
from contracts.limits import MaxLen, MinLen
from contracts.orders import Mode

# The units of the largest order (90 lines of 1,000) in parcels of 20.
MAX_PARCELS = 4_500

Parcels = Annotated[tuple[ParcelId, ...], MinLen(1), MaxLen(MAX_PARCELS)]
"""The parcels of an order, in the order of their numbers."""


@dataclass(frozen=True, kw_only=True)
class ShipmentBooked(Event, source="shipping"):
    """A carrier is booked for an order.

    Published after ``PaymentCompleted`` in the mode ``choreography``, where orders then confirms
    the order, and after ``ShipmentRequested`` in the mode ``saga``. A ``ParcelDelivered`` for each
    parcel follows, then ``OrderFulfilled``; in the mode ``saga`` ``ShipmentCancelled`` instead, if
    the order fails after all.
    """

    order_id: OrderId
    user_id: UserId
    parcels: Parcels
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class ShipmentFailed(Event, source="shipping"):
    """No carrier is booked for an order: none serves the country, or it was cancelled before.

    In the mode ``choreography`` payments gives the money back and orders cancels the order.
    """

    order_id: OrderId
    reason: Reason
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class ShipmentCancelled(Event, source="shipping"):
    """The shipment of an order is undone: no carrier is booked, and none will be.

    Published after ``ShipmentCancellationRequested``, also if none was booked.
    """

    order_id: OrderId
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class ParcelDelivered(Event, source="shipping"):
    """A parcel was delivered.

    Published when an agent reports the delivery with ``POST /parcels/{parcelId}/delivery``; more
    than once if it is reported again.
    """

    order_id: OrderId
    parcel_id: ParcelId
    delivered_at: Moment
    """When the delivery was reported."""


@dataclass(frozen=True, kw_only=True)
class OrderFulfilled(Event, source="shipping"):
    """Every parcel of an order was delivered.

    Published once for each order, from the shipments table, with the last delivery.
    """

    order_id: OrderId
    user_id: UserId
    completed_steps: Parcels
    """The ids of all parcels."""
