"""Ends orders that have been open for too long, so that no stock, money or parcel is kept for ever.

An event that reached a dead-letter queue, a workflow that has died and a step that is not answered
all leave an order open. Such an order is cancelled and its steps are compensated; one whose
workflow still waits for a card payment has that step failed, and the workflow compensates.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from contracts.envelope import now
from runtime.clients.aws import client, error_code
from runtime.clients.event_bus import publish
from runtime.environment import environment
from runtime.observability import correlate, count, logger
from runtime.sqs.schedules import ScheduledRun, schedule_consumer
from runtime.stepfunctions.task_tokens import send_task_failure
from services.orders.app import store
from services.orders.app.domain import CANCELLED, Order
from services.orders.app.saga_steps import COMPENSATIONS, PAY, command
from services.orders.app.transitions import apply_transition

# How long an order may be open; one that is paid by bank transfer waits for the bank besides.
OPEN_ORDER = timedelta(seconds=int(environment("OPEN_ORDER_SECONDS")))
TRANSFER = timedelta(seconds=int(environment("TRANSFER_SECONDS")))
REASON = "it was not completed in time"
TIMEOUT = "States.Timeout"


@schedule_consumer
def handle(run: ScheduledRun) -> None:
    at = datetime.fromisoformat(now())
    for order_id in store.open_before(_text(at - OPEN_ORDER)):
        order = store.orders.find(order_id)
        if order is not None and (not order.is_open or _is_overdue(order, at)):
            correlate(order.correlation_id)
            _end(order)


def _is_overdue(order: Order, at: datetime) -> bool:
    waits = OPEN_ORDER + (TRANSFER if order.payment_method == "transfer" else timedelta())
    return datetime.fromisoformat(order.placed_at) + waits < at


def _end(order: Order) -> None:
    """Cancel an order and request its compensations, which change nothing where they came before.

    The order leaves the index last, so that a run that fails in between is made up by the next.
    """
    if order.is_open and order.saga is not None and _is_running(order.saga):
        _fail_payment(order)
        return
    order = apply_transition(
        order.order_id, lambda found: found.cancel(REASON, at=now()), stays_open=True
    )
    if order.status == CANCELLED:
        named = {"orderId": order.order_id}
        publish(*(command(step, named) for step in reversed(COMPENSATIONS)))
        count("OrdersSwept")
        logger.warning("open order swept", order_id=order.order_id, mode=order.mode)
    store.leave_open(order.order_id)


def _fail_payment(order: Order) -> None:
    """Fail the step that takes a payment, if the workflow waits for it; else report the order."""
    # Where no order is in the mode ``saga`` there is no table of steps.
    from services.orders.app import step_tokens

    token = step_tokens.token_of(order.order_id, PAY)
    failed = token is not None and send_task_failure(token, TIMEOUT, REASON)
    count("OrdersOverdue")
    logger.warning("open order of a running saga", order_id=order.order_id, payment_failed=failed)


def _is_running(execution: str) -> bool:
    try:
        found = client("stepfunctions").describe_execution(executionArn=execution)
    except Exception as error:
        if error_code(error) != "ExecutionDoesNotExist":
            raise
        return False
    return bool(found["status"] == "RUNNING")


def _text(at: datetime) -> str:
    """A moment as ``placed_at`` has it, which sorts by time."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
