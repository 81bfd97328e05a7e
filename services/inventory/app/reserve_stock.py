"""Reserves the stock of an order, all lines or none, and publishes the result."""

from __future__ import annotations

from contracts.commands import ReservationRequested
from contracts.inventory import InventoryFailed
from contracts.orders import OrderPlaced
from runtime.clients.event_bus import publish
from runtime.observability import count
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.inventory.app import store
from services.inventory.app.domain import ReservationTrigger, event_of


@message_consumer(OrderPlaced, ReservationRequested)
def handle(received: ReceivedMessage[ReservationTrigger]) -> None:
    row, is_new = store.reserve(received.message)
    event = event_of(row)
    if is_new:
        count("OrdersShort" if isinstance(event, InventoryFailed) else "OrdersReserved")
    if event is not None:
        publish(event)
