"""Gives the goods of an order back when it came to nothing, once, and announces that."""

from __future__ import annotations

from services.contracts.inventory import InventoryReleased
from services.contracts.orders import mode_of
from services.contracts.payments import PaymentFailed, PaymentRefunded
from services.contracts.requests import ReleaseRequested
from services.inventory.app import store
from services.runtime.batches import Received, consumes
from services.runtime.observability import count
from services.runtime.publishing import publish


@consumes(PaymentFailed, PaymentRefunded, ReleaseRequested)
def handle(received: Received[PaymentFailed | PaymentRefunded | ReleaseRequested]) -> None:
    order_id = received.message.order_id
    if store.release(order_id):
        count("OrdersReleased")
    publish(InventoryReleased(order_id=order_id, mode=mode_of(received.message)))
