"""The payments table, and the only code that touches it."""

from __future__ import annotations

from services.payments.app.domain import Payment
from services.runtime.environment import environment
from services.runtime.table import ConditionFailed, Table

payments = Table(environment("PAYMENTS_TABLE"))


def find(order_id: str) -> Payment | None:
    """The payment of an order, if it was tried."""
    return payments.get({"orderId": order_id})


def record(payment: Payment) -> Payment:
    """Write a payment down; the first outcome is the outcome, and is what this returns."""
    try:
        payments.put(payment, when="attribute_not_exists(#orderId)")
    except ConditionFailed as failed:
        return failed.item or payments.get({"orderId": payment["orderId"]}) or payment
    return payment
