"""Transfers: completes the task of the state machine that waits for a bank transfer."""

from __future__ import annotations

from runtime.stepfunctions.task_tokens import send_task_success
from services.payments.app.domain import Payment
from services.payments.app.store import payments


def end_wait(order_id: str) -> None:
    """Send the outcome of an order's transfer to its state machine, if token and outcome are known.

    Token and outcome are written by different functions, and each calls this after its write, so
    one of them finds both. A task that has ended already is no error: this may be called again.
    """
    payment = payments.find(order_id)
    if not isinstance(payment, Payment):
        return
    token, outcome = payment.token, payment.transfer_outcome
    if token is not None and outcome is not None:
        send_task_success(token, {"outcome": outcome})
