"""Refunds: gives back what was taken for an order, once."""

from __future__ import annotations

from typing import Any

from runtime.idempotency import run_once
from runtime.observability import count
from services.payments.app import store
from services.payments.app.domain import REFUNDED, Payment, Processor


def give_back(payment: Payment, processor: Processor, context: Any) -> Payment:
    """Give the money of a payment back, and write that down; returns the payment."""
    key, charge_id = payment["orderId"], payment.get("chargeId")

    def refund(charge_id: str) -> dict[str, Any]:
        processor.refund(key, charge_id)
        return {"chargeId": charge_id}

    news = {"status": REFUNDED}
    # An order of nothing was paid without a charge.
    if charge_id is not None:
        news |= run_once("refund", key, lambda: refund(charge_id), context)
    refunded, is_new = store.move(payment, (payment["status"],), news)
    if is_new:
        count("PaymentsRefunded")
    return refunded
