"""Gives the money of an order back, once, or sees to it that none is taken; announces that."""

from __future__ import annotations

from contracts.commands import RefundRequested
from contracts.envelope import now
from contracts.orders import mode_of
from contracts.payments import PaymentRefunded
from contracts.shipping import ShipmentFailed
from runtime.clients.event_bus import publish
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.payments.app import store
from services.payments.app.domain import (
    COMPLETED,
    OPEN,
    REFUNDED,
    Processor,
    settled,
)
from services.payments.app.processor import SimulatedProcessor
from services.payments.app.refunds import give_back
from services.payments.app.transfers import wake

processor: Processor = SimulatedProcessor()


@message_consumer(ShipmentFailed, RefundRequested)
def handle(received: ReceivedMessage[ShipmentFailed | RefundRequested]) -> None:
    order_id = received.message.order_id
    payment = store.call_off(order_id, now())
    if payment["status"] in OPEN:
        payment, _ = store.move(payment, OPEN, settled(payment))
    if payment["status"] == COMPLETED:
        payment = give_back(payment, processor, received.context)
    wake(order_id)
    back = payment["totalCents"] if payment["status"] == REFUNDED else 0
    publish(PaymentRefunded(order_id=order_id, total_cents=back, mode=mode_of(received.message)))
