"""Takes the money of an order whose stock is reserved, once, and publishes the result."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from contracts.commands import PaymentRequested
from contracts.envelope import now
from contracts.inventory import InventoryReserved
from runtime.clients.aws import client, error_code
from runtime.clients.event_bus import publish
from runtime.dynamodb.idempotency import run_once
from runtime.dynamodb.rows import from_item, to_item
from runtime.environment import environment
from runtime.observability import count, current_correlation_id
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.payments.app.domain import (
    COMPLETED,
    FAILED,
    TAKING,
    VOID,
    Payment,
    PaymentChange,
    PaymentRow,
    PaymentTrigger,
    Processor,
    charge,
    event_of,
    new_payment,
)
from services.payments.app.processor import configured_processor
from services.payments.app.refunds import give_back
from services.payments.app.store import payments

PAYMENT_LIMIT_CENTS = int(environment("PAYMENT_LIMIT_CENTS", "10000000"))
TRANSFER_WORKFLOW = environment("TRANSFER_WORKFLOW")

processor: Processor = configured_processor()


@message_consumer(InventoryReserved, PaymentRequested)
def handle(received: ReceivedMessage[PaymentTrigger]) -> None:
    new = new_payment(received.message, PAYMENT_LIMIT_CENTS, at=now())
    payment, is_new = payments.insert(new)
    if isinstance(payment, Payment) and payment.is_awaited:
        _start_transfer(payment.order_id)
    elif isinstance(payment, Payment) and payment.may_be_charged:
        payment, is_new = _charged(payment, received.context)
    if is_new:
        _count(payment)
    event = event_of(payment)
    if event is not None:
        publish(event)


def _charged(payment: Payment, context: Any) -> tuple[PaymentRow, bool]:
    """Charge the card; a payment that is void by then is refunded.

    Also one that was void before this call: an invocation that failed may have charged the card,
    and only the processor knows, under the same key.
    """
    key = payment.order_id
    price = {"cents": payment.total_cents, "method": payment.method}
    result = run_once("payment", key, lambda: to_item(charge(payment, processor)), context, price)
    change = from_item(PaymentChange, result)
    closed, is_new = payments.transition(key, change, sources=(TAKING,))
    if closed.status == VOID and change.charge_id is not None:
        taken = replace(payment, status=VOID, charge_id=change.charge_id)
        closed = give_back(taken, processor, context)
    return closed, is_new


def _start_transfer(order_id: str) -> None:
    """Start the state machine that waits for a transfer, once for an order: its name is the id."""
    work = json.dumps({"orderId": order_id, "correlationId": current_correlation_id()})
    try:
        client("stepfunctions").start_execution(
            stateMachineArn=TRANSFER_WORKFLOW, name=order_id, input=work
        )
    except Exception as error:
        if error_code(error) != "ExecutionAlreadyExists":
            raise


def _count(payment: PaymentRow) -> None:
    if payment.status in (COMPLETED, FAILED):
        count("PaymentsTaken" if payment.status == COMPLETED else "PaymentsRefused")
