"""Records the delivered parcels of an order; the last one fulfils the order."""

from __future__ import annotations

from contracts.shipping import ParcelDelivered
from runtime.observability import count
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.shipping.app.store import deliveries


@message_consumer(ParcelDelivered)
def handle(received: ReceivedMessage[ParcelDelivered]) -> None:
    parcel = received.message
    if deliveries.record_step(parcel.order_id, parcel.parcel_id).is_first_completion:
        count("OrdersFulfilled")
