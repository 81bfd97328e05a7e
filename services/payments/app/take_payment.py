"""Takes the money of an order whose goods are put aside, once, and announces how that went."""

from __future__ import annotations

import json
from typing import Any

from contracts.commands import PaymentRequested
from contracts.envelope import now
from contracts.inventory import InventoryReserved
from runtime.clients.aws import client, error_code
from runtime.clients.event_bus import publish
from runtime.environment import environment
from runtime.idempotency import run_once
from runtime.observability import count, current_correlation_id
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.payments.app import store
from services.payments.app.domain import (
    COMPLETED,
    FAILED,
    TAKING,
    VOID,
    Order,
    Payment,
    Processor,
    announcement,
    begun,
    collect,
    is_awaited,
    may_be_charged,
)
from services.payments.app.processor import SimulatedProcessor
from services.payments.app.refunds import give_back

PAYMENT_LIMIT_CENTS = int(environment("PAYMENT_LIMIT_CENTS", "10000000"))
TRANSFER_WORKFLOW = environment("TRANSFER_WORKFLOW")

processor: Processor = SimulatedProcessor()


@message_consumer(InventoryReserved, PaymentRequested)
def handle(received: ReceivedMessage[Order]) -> None:
    payment, is_new = store.begin({**begun(received.message, PAYMENT_LIMIT_CENTS), "at": now()})
    if is_awaited(payment):
        _await_transfer(payment["orderId"])
    elif may_be_charged(payment):
        payment, is_new = _charged(payment, received.context)
    if is_new:
        _count(payment["status"])
    result = announcement(payment)
    if result is not None:
        publish(result)


def _charged(payment: Payment, context: Any) -> tuple[Payment, bool]:
    """Charge the card; if that was called off meanwhile, give back what was taken.

    Also when it was called off before this copy began: one that died may have charged the card,
    and only the processor knows, under the same key.
    """
    key = payment["orderId"]
    price = {"cents": payment["totalCents"], "method": payment["method"]}
    charge = run_once("payment", key, lambda: collect(payment, processor), context, price)
    closed, is_new = store.move(payment, (TAKING,), charge)
    if closed["status"] == VOID and "chargeId" in charge:
        closed = give_back({**closed, **charge, "status": VOID}, processor, context)
    return closed, is_new


def _await_transfer(order_id: str) -> None:
    """Have a state machine wait for a transfer; there is one an order, since the name is."""
    work = json.dumps({"orderId": order_id, "correlationId": current_correlation_id()})
    try:
        client("stepfunctions").start_execution(
            stateMachineArn=TRANSFER_WORKFLOW, name=order_id, input=work
        )
    except Exception as error:
        if error_code(error) != "ExecutionAlreadyExists":
            raise


def _count(status: str) -> None:
    if status in (COMPLETED, FAILED):
        count("PaymentsTaken" if status == COMPLETED else "PaymentsRefused")
