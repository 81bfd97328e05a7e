"""Puts the goods of an order aside, all or none, and announces which."""

from __future__ import annotations

from services.contracts.inventory import InventoryFailed
from services.contracts.orders import OrderPlaced
from services.contracts.requests import ReservationRequested
from services.inventory.app import store
from services.inventory.app.domain import Order, outcome
from services.runtime.batches import Received, consumes
from services.runtime.observability import count
from services.runtime.publishing import publish


@consumes(OrderPlaced, ReservationRequested)
def handle(received: Received[Order]) -> None:
    record, is_new = store.reserve(received.message)
    result = outcome(record)
    if is_new:
        count("OrdersShort" if isinstance(result, InventoryFailed) else "OrdersReserved")
    if result is not None:
        publish(result)
