"""Collects the parcels of an order as they arrive; the last of them fulfils the order."""

from __future__ import annotations

from services.contracts.shipping import ParcelDelivered
from services.runtime.batches import Received, consumes
from services.runtime.observability import count
from services.shipping.app import store


@consumes(ParcelDelivered)
def handle(received: Received[ParcelDelivered]) -> None:
    parcel = received.message
    if store.arrivals.arrive(parcel.order_id, parcel.parcel_id).is_first_completion:
        count("OrdersFulfilled")
