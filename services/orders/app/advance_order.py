"""Follows what inventory and payments tell of an order, and announces how it ended."""

from __future__ import annotations

from services.contracts.envelope import now
from services.contracts.inventory import InventoryFailed, InventoryReserved
from services.contracts.payments import PaymentCompleted, PaymentFailed
from services.orders.app import store
from services.orders.app.domain import (
    CONFIRMED,
    Order,
    Progress,
    Transition,
    advance,
    contradicts,
    ended,
)
from services.runtime.batches import Received, consumes
from services.runtime.observability import count, logger
from services.runtime.publishing import publish

# Four kinds of event reach an order; more rivals than that in a row means something else is wrong.
ATTEMPTS = 5


class Contested(Exception):
    """Others kept changing the order between our reading and our writing it."""


@consumes(InventoryReserved, InventoryFailed, PaymentCompleted, PaymentFailed)
def handle(received: Received[Progress]) -> None:
    event = received.message
    order, transition = _applied(event, received.metadata.occurred_at)
    if contradicts(order, event):
        logger.warning("contradicted", order_id=event.order_id, status=order["status"])
    if transition.announces and transition.status:
        count("OrdersConfirmed" if order["status"] == CONFIRMED else "OrdersCancelled")
    if transition.announces:
        publish(ended(order))


def _applied(event: Progress, occurred_at: str) -> tuple[Order, Transition]:
    """The order after the event, and what the event made of it."""
    for _ in range(ATTEMPTS):
        order = store.find(event.order_id)
        if order is None:
            raise LookupError(f"there is no order {event.order_id}")
        transition = advance(order, event, occurred_at=occurred_at, at=now())
        if store.apply(order, transition):
            changed = {"status": transition.status, "reason": transition.reason}
            return {**order, **{k: v for k, v in changed.items() if v}}, transition
    raise Contested(f"order {event.order_id} changed {ATTEMPTS} times while it was worked on")
