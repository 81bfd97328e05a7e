"""The payments table, and the only code that touches it; a status is changed, never put back."""

from __future__ import annotations

from runtime.dynamodb.table import ConditionFailed, Table
from runtime.environment import environment
from services.payments.app.domain import OPEN, PENDING, RECEIVED, VOID, Payment

payments = Table(environment("PAYMENTS_TABLE"))


def find(order_id: str) -> Payment | None:
    """The payment of an order, if anybody spoke of it."""
    return payments.get({"orderId": order_id})


def begin(payment: Payment) -> tuple[Payment, bool]:
    """Write a payment down unless there is one; returns what stands, and whether it is new."""
    try:
        payments.put(payment, when="attribute_not_exists(#orderId)")
    except ConditionFailed as failed:
        return failed.item or _there(payment["orderId"]), False
    return payment, True


def move(
    payment: Payment, before: tuple[str, ...], news: Payment, *, unless: str | None = None
) -> tuple[Payment, bool]:
    """Write what is new of a payment that has one of these statuses; returns as ``begin`` does.

    ``unless`` is an outcome with which it stays as it is.
    """
    change = "SET " + ", ".join(f"#{name} = :{name}" for name in news)
    when = " OR ".join(f"#status = :{status.lower()}" for status in before)
    key, values = {"orderId": payment["orderId"]}, {status.lower(): status for status in before}
    if unless is not None:
        when = f"({when}) AND (attribute_not_exists(#outcome) OR #outcome <> :unless)"
        values["unless"] = unless
    try:
        return payments.update(key, change, {**values, **news}, when=when), True
    except ConditionFailed as failed:
        return failed.item or _there(payment["orderId"]), False


def call_off(order_id: str, at: str) -> Payment:
    """Let nothing be taken for an order any more, known or not; returns its payment.

    What was taken already, or refused, stays as it is; so does a transfer that has come in and
    still has to clear: that money is there.
    """
    payment, _ = begin({"orderId": order_id, "status": VOID, "at": at})
    if payment["status"] in OPEN:
        payment, _ = move(payment, OPEN, {"status": VOID}, unless=RECEIVED)
    return payment


def expect(order_id: str, token: str) -> Payment:
    """Keep the token of the state machine that waits for a transfer; returns the payment."""
    payment, _ = move({"orderId": order_id}, OPEN, {"status": PENDING, "token": token})
    return payment


def settle(order_id: str, outcome: str) -> Payment | None:
    """Write down what became of a transfer that is waited for, once; returns the payment."""
    try:
        return payments.update(
            {"orderId": order_id},
            "SET #outcome = :outcome",
            {"outcome": outcome, "pending": PENDING},
            when="#status = :pending AND attribute_not_exists(#outcome)",
        )
    except ConditionFailed as failed:
        return failed.item


def _there(order_id: str) -> Payment:
    payment = find(order_id)
    if payment is None:
        raise LookupError(f"the payment of order {order_id} is gone")
    return payment
