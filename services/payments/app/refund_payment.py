"""Gives the money of an order back, or prevents that it is taken, and publishes that."""

from __future__ import annotations

from contracts.commands import RefundRequested
from contracts.envelope import now
from contracts.orders import mode_of
from contracts.payments import PaymentRefunded
from contracts.shipping import ShipmentFailed
from runtime.clients.event_bus import publish
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.payments.app import store
from services.payments.app.domain import COMPLETED, OPEN, REFUNDED, Payment, Processor
from services.payments.app.processor import configured_processor
from services.payments.app.refunds import give_back
from services.payments.app.transfers import end_wait

processor: Processor = configured_processor()


@message_consumer(ShipmentFailed, RefundRequested)
def handle(received: ReceivedMessage[ShipmentFailed | RefundRequested]) -> None:
    order_id, cents = received.message.order_id, 0
    payment = store.void(order_id, now())
    if isinstance(payment, Payment) and payment.is_open:
        payment, _ = store.payments.transition(order_id, payment.settled(), sources=OPEN)
    if isinstance(payment, Payment) and payment.status == COMPLETED:
        payment = give_back(payment, processor, received.context)
    end_wait(order_id)
    if isinstance(payment, Payment) and payment.status == REFUNDED:
        cents = payment.total_cents
    publish(PaymentRefunded(order_id=order_id, total_cents=cents, mode=mode_of(received.message)))
