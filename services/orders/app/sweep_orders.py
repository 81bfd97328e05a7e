"""Has orders processed again that stand still, and ends those that are open for too long.

An event that was never published or reached a dead-letter queue, a workflow that has died and a
step that is not answered all leave an order open. After a quarter of the limit its first event is
published again: every consumer repeats its answer, so that the order goes on from where it stood.
One whose workflow has died, or that is open after the limit, is cancelled and its steps are
compensated; one whose workflow still waits for a card payment then has that step failed, and the
workflow compensates. The end of an order that was never published is published here, too.
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
from services.orders.app import outbox_events, store
from services.orders.app.domain import CANCELLED, CONFIRMED, NOT_COMPLETED, Order
from services.orders.app.saga_steps import COMPENSATIONS, PAY, command
from services.orders.app.transitions import apply_transition

# How long an order may be open; one that is paid by bank transfer waits for the bank besides.
OPEN_ORDER = timedelta(seconds=int(environment("OPEN_ORDER_SECONDS")))
TRANSFER = timedelta(seconds=int(environment("TRANSFER_SECONDS")))
# With six hours, longer than the attempts of a message last.
RESUME = OPEN_ORDER / 4
TIMEOUT = "States.Timeout"


@schedule_consumer
def handle(run: ScheduledRun) -> None:
    at = datetime.fromisoformat(now())
    for order_id in store.open_before(_text(at - RESUME)):
        order = store.orders.find(order_id)
        if order is not None:
            correlate(order.correlation_id)
            _sweep(order, at)


def _sweep(order: Order, at: datetime) -> None:
    if not order.is_open:
        _publish_end(order)
        return
    runs = order.saga is not None and _is_running(order.saga)
    limit = OPEN_ORDER + (TRANSFER if order.payment_method == "transfer" else timedelta())
    if runs:
        if _is_older(order.placed_at, limit, at):
            _fail_payment(order)
    elif order.saga is not None or _is_older(order.placed_at, limit, at):
        _cancel(order)
    elif not order.awaits_transfer or _is_older(order.placed_at, TRANSFER + RESUME, at):
        _resume(order, at)


def _resume(order: Order, at: datetime) -> None:
    """Publish the order's first event again, once in a quarter of the limit."""
    if order.resumed_at is None or _is_older(order.resumed_at, RESUME, at):
        publish(outbox_events.placed(order))
        store.record_resumed(order.order_id, _text(at))
        count("OrdersResumed")
        logger.warning("open order processed again", order_id=order.order_id, status=order.status)


def _cancel(order: Order) -> None:
    order = apply_transition(order.order_id, lambda found: found.cancel(NOT_COMPLETED, at=now()))
    if order.reason == NOT_COMPLETED:
        count("OrdersSwept")
        logger.warning("open order swept", order_id=order.order_id, mode=order.mode)
    _publish_end(order)


def _publish_end(order: Order) -> None:
    """Publish how an order has ended, and request the compensations of one that was swept, which
    change nothing where they came before.

    The order leaves the index last, so that a run that fails in between is made up by the next.
    """
    if order.status == CONFIRMED:
        publish(outbox_events.confirmed(order))
    if order.status == CANCELLED:
        publish(outbox_events.cancelled(order))
    if order.reason == NOT_COMPLETED:
        named = {"orderId": order.order_id}
        publish(*(command(step, named) for step in reversed(COMPENSATIONS)))
    store.leave_open(order.order_id)


def _fail_payment(order: Order) -> None:
    """Fail the step that takes a payment, if the workflow waits for it; else report the order."""
    # Where no order is in the mode ``saga`` there is no table of steps.
    from services.orders.app import step_tokens

    token = step_tokens.token_of(order.order_id, PAY)
    failed = token is not None and send_task_failure(token, TIMEOUT, NOT_COMPLETED)
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


def _is_older(moment: str, limit: timedelta, at: datetime) -> bool:
    """Whether a moment lies more than a limit before another."""
    return datetime.fromisoformat(moment) + limit < at


def _text(at: datetime) -> str:
    """A moment as ``placed_at`` has it, which sorts by time."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
