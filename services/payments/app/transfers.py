"""Transfers: wakes the state machine that waits for one; what became of it stands in the table."""

from __future__ import annotations

from runtime.stepfunctions.task_tokens import send_task_success
from services.payments.app import store
from services.payments.app.domain import outcome_of


def wake(order_id: str) -> None:
    """Tell who waits for the transfer of an order what became of it, if both are known yet.

    Whoever writes the one looks for the other afterwards, so that one of them sees both. A token
    that nobody waits for any more is no fault: this may be said again.
    """
    payment = store.find(order_id) or {"status": None}
    token, outcome = payment.get("token"), outcome_of(payment)
    if token is not None and outcome is not None:
        send_task_success(token, {"outcome": outcome})
