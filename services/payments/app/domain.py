"""What payments decides: whether to ask the processor at all, and what its answer means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from services.contracts.inventory import InventoryReserved
from services.contracts.payments import PaymentCompleted, PaymentFailed

COMPLETED, FAILED = "COMPLETED", "FAILED"

Payment: TypeAlias = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What a processor answers: an id of its own, or why not."""

    charge_id: str | None = None
    refusal: str | None = None


class Processor(Protocol):
    """Whoever moves the money; must take no money twice under the same key."""

    def charge(self, key: str, cents: int, method: str) -> Charge: ...


def collect(order: InventoryReserved, processor: Processor, limit_cents: int) -> Payment:
    """Take the money of an order; nothing is taken for nothing, or beyond the limit."""
    if order.total_cents == 0:
        return {"status": COMPLETED}
    if order.total_cents > limit_cents:
        return {
            "status": FAILED,
            "reason": f"{order.total_cents} cents are above the limit of {limit_cents}",
        }
    charge = processor.charge(order.order_id, order.total_cents, order.payment_method)
    if charge.refusal is not None:
        return {"status": FAILED, "reason": charge.refusal}
    return {"status": COMPLETED, "chargeId": charge.charge_id}


def outcome(payment: Payment) -> PaymentCompleted | PaymentFailed:
    """What to announce of a payment."""
    order_id, total_cents = payment["orderId"], payment["totalCents"]
    if payment["status"] == COMPLETED:
        return PaymentCompleted(order_id=order_id, total_cents=total_cents)
    return PaymentFailed(order_id=order_id, total_cents=total_cents, reason=payment["reason"])
