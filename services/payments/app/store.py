"""The payments table, and the only code that accesses it."""

from __future__ import annotations

from runtime.dynamodb.lifecycle import LifecycleTable
from runtime.dynamodb.table import ConditionFailed, Table
from runtime.environment import environment
from services.payments.app.domain import (
    OPEN,
    PENDING,
    RECEIVED,
    VOID,
    BlockedPayment,
    PaymentChange,
    PaymentRow,
)
from services.payments.app.rows import read

payments = LifecycleTable[PaymentRow](
    table=Table(environment("PAYMENTS_TABLE")), key="orderId", read=read
)


def void(order_id: str, at: str) -> PaymentRow:
    """Prevent that money is taken for an order, known or not; returns its payment.

    A payment that is completed or failed stays as it is; so does a transfer that was received and
    is not cleared yet, whose money has to be given back.
    """
    payment, _ = payments.insert(BlockedPayment(order_id=order_id, at=at))
    if payment.status in OPEN:
        payment, _ = payments.transition(
            order_id, PaymentChange(status=VOID), sources=OPEN, unless={"outcome": RECEIVED}
        )
    return payment


def await_transfer(order_id: str, token: str) -> PaymentRow:
    """Store the task token of the state machine that waits for a transfer; returns the payment."""
    change = PaymentChange(status=PENDING, token=token)
    payment, _ = payments.transition(order_id, change, sources=OPEN)
    return payment


def settle(order_id: str, outcome: str) -> PaymentRow | None:
    """Store the outcome of a transfer that is awaited, unless it has one; returns the payment."""
    try:
        item = payments.table.update(
            {"orderId": order_id},
            "SET #outcome = :outcome",
            {"outcome": outcome, "pending": PENDING},
            when="#status = :pending AND attribute_not_exists(#outcome)",
        )
    except ConditionFailed as failed:
        return None if failed.item is None else read(failed.item)
    return read(item)
