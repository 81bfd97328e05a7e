"""What payments decides: whether to ask the processor at all, and what its answer means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from contracts.commands import PaymentRequested
from contracts.inventory import InventoryReserved
from contracts.orders import mode_of
from contracts.payments import PaymentCompleted, PaymentFailed

# The money is being asked for, or a transfer is waited for: open, until it is one of those below.
TAKING, PENDING = OPEN = ("TAKING", "PENDING")
COMPLETED, FAILED = "COMPLETED", "FAILED"
# Called off before anything was taken, or given back after it was.
VOID, REFUNDED = "VOID", "REFUNDED"

TRANSFER = "transfer"
RECEIVED, REFUSED, EXPIRED = "received", "refused", "expired"
REASONS = {
    REFUSED: "the bank refused the transfer",
    EXPIRED: "no transfer came in time",
}

# What nobody outside has a use for: a token lets its bearer settle the transfer.
INTERNAL = {"token", "mode"}

Payment: TypeAlias = dict[str, Any]
Order: TypeAlias = InventoryReserved | PaymentRequested


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What a processor answers: an id of its own, or why not."""

    charge_id: str | None = None
    refusal: str | None = None


class Processor(Protocol):
    """Whoever moves the money; moves none twice under the same key, in either direction."""

    def charge(self, key: str, cents: int, method: str) -> Charge: ...

    def refund(self, key: str, charge_id: str) -> None: ...


def begun(order: Order, limit_cents: int) -> Payment:
    """The payment of an order before anybody is asked for money; some need nobody."""
    payment = {
        "orderId": order.order_id,
        "userId": order.user_id,
        "units": order.units,
        "totalCents": order.total_cents,
        "method": order.payment_method,
        "shipTo": order.ship_to,
        "mode": mode_of(order),
    }
    if order.total_cents == 0:
        return {**payment, "status": COMPLETED}
    if order.total_cents > limit_cents:
        reason = f"{order.total_cents} cents are above the limit of {limit_cents}"
        return {**payment, "status": FAILED, "reason": reason}
    return {**payment, "status": TAKING}


def collect(payment: Payment, processor: Processor) -> Payment:
    """Charge the card of a payment: what is new about it then."""
    charge = processor.charge(payment["orderId"], payment["totalCents"], payment["method"])
    if charge.refusal is not None:
        return {"status": FAILED, "reason": charge.refusal}
    return {"status": COMPLETED, "chargeId": charge.charge_id}


def may_be_charged(payment: Payment) -> bool:
    """Whether the processor is to be asked, or may have been, before it was called off."""
    return payment["status"] in (TAKING, VOID) and payment.get("method", TRANSFER) != TRANSFER


def is_awaited(payment: Payment) -> bool:
    """Whether a state machine waits for its transfer, or is about to."""
    return payment["status"] in OPEN and payment.get("method") == TRANSFER


def outcome_of(payment: Payment) -> str | None:
    """What became of a transfer, as far as it is known."""
    return VOID if payment["status"] == VOID else payment.get("outcome")


def settled(payment: Payment) -> Payment:
    """What is new about the payment of a transfer whose outcome is known."""
    outcome = payment["outcome"]
    if outcome == RECEIVED:
        return {"status": COMPLETED, "chargeId": f"transfer-{payment['orderId']}"}
    return {"status": FAILED, "reason": REASONS[outcome]}


def announcement(payment: Payment) -> PaymentCompleted | PaymentFailed | None:
    """What to announce of a payment: nothing while it is under way, nor after it is undone.

    The saga gives a step up before it has it undone, and in the choreography a refund follows the
    announcement: a message that comes after it is one to which nobody waits for an answer.
    """
    order_id, total_cents = payment["orderId"], payment.get("totalCents", 0)
    if payment["status"] == COMPLETED:
        return PaymentCompleted(
            order_id=order_id,
            user_id=payment["userId"],
            units=payment["units"],
            total_cents=total_cents,
            ship_to=payment["shipTo"],
            mode=payment["mode"],
        )
    if payment["status"] == FAILED:
        return PaymentFailed(
            order_id=order_id,
            total_cents=total_cents,
            reason=payment["reason"],
            mode=payment["mode"],
        )
    return None


def shown(payment: Payment) -> Payment:
    """A payment as those who may see it see it."""
    return {name: value for name, value in payment.items() if name not in INTERNAL}
