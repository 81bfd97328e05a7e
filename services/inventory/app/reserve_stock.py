"""Puts the goods of an order aside, all or none, and announces which."""

from __future__ import annotations

from contracts.commands import ReservationRequested
from contracts.inventory import InventoryFailed
from contracts.orders import OrderPlaced
from runtime.clients.event_bus import publish
from runtime.observability import count
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.inventory.app import store
from services.inventory.app.domain import Order, outcome


@message_consumer(OrderPlaced, ReservationRequested)
def handle(received: ReceivedMessage[Order]) -> None:
    record, is_new = store.reserve(received.message)
    result = outcome(record)
    if is_new:
        count("OrdersShort" if isinstance(result, InventoryFailed) else "OrdersReserved")
    if result is not None:
        publish(result)
