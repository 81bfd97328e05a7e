"""Collects the parcels of an order as they arrive; the last of them fulfils the order."""

from __future__ import annotations

from contracts.shipping import ParcelDelivered
from runtime.observability import count
from runtime.sqs.consumer import Received, consumes
from services.shipping.app import store


@consumes(ParcelDelivered)
def handle(received: Received[ParcelDelivered]) -> None:
    parcel = received.message
    if store.arrivals.arrive(parcel.order_id, parcel.parcel_id).is_first_completion:
        count("OrdersFulfilled")
