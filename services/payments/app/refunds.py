"""Refunds: gives back the money that was taken for an order, once."""

from __future__ import annotations

from typing import Any

from runtime.dynamodb.idempotency import run_once
from runtime.observability import count
from services.payments.app.domain import (
    REFUNDED,
    Payment,
    PaymentChange,
    PaymentRow,
    Processor,
)
from services.payments.app.store import payments


def give_back(payment: Payment, processor: Processor, context: Any) -> PaymentRow:
    """Refund a payment and store that it is; returns the payment as it is then."""
    key, charge_id = payment.order_id, payment.charge_id

    def refund(charge_id: str) -> dict[str, Any]:
        processor.refund(key, charge_id)
        return {"chargeId": charge_id}

    # An order of 0 cents was paid without a charge.
    if charge_id is not None:
        run_once("refund", key, lambda: refund(charge_id), context)
    change = PaymentChange(status=REFUNDED, charge_id=charge_id)
    refunded, is_new = payments.transition(key, change, sources=(payment.status,))
    if is_new:
        count("PaymentsRefunded")
    return refunded
