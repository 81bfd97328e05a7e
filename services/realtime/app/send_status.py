"""Sends the new status of an order to its customer's open connections, if there are any."""

from __future__ import annotations

from contracts.codec import encode
from contracts.orders import OrderCancelled, OrderConfirmed
from contracts.shipping import OrderFulfilled
from runtime.observability import count
from runtime.sqs.messages import ReceivedMessage, message_consumer
from runtime.websocket.sender import NotSent, send_to_user
from services.realtime.app.domain import status_of


@message_consumer(OrderConfirmed, OrderCancelled, OrderFulfilled)
def handle(received: ReceivedMessage[OrderConfirmed | OrderCancelled | OrderFulfilled]) -> None:
    event = received.message
    sent = send_to_user(event.user_id, encode(status_of(event)))
    if sent.failed:
        raise NotSent(f"{len(sent.failed)} connections were not reached")
    if sent.reached:
        count("CustomersUpdated")
