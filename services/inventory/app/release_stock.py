"""Gives the goods of an order back when its payment failed."""

from __future__ import annotations

from services.contracts.payments import PaymentFailed
from services.inventory.app import store
from services.runtime.batches import Received, consumes
from services.runtime.observability import count


@consumes(PaymentFailed)
def handle(received: Received[PaymentFailed]) -> None:
    if store.release(received.message.order_id):
        count("OrdersReleased")
