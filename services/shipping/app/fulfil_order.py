"""Collects the parcels of an order as they arrive; the last of them fulfils the order."""

from __future__ import annotations

from contracts.shipping import ParcelDelivered
from runtime.observability import count
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.shipping.app import store


@message_consumer(ParcelDelivered)
def handle(received: ReceivedMessage[ParcelDelivered]) -> None:
    parcel = received.message
    if store.arrivals.record_step(parcel.order_id, parcel.parcel_id).is_first_completion:
        count("OrdersFulfilled")
