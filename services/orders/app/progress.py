"""Progress: changes an order by a decision, however many others change it at the same time."""

from __future__ import annotations

from collections.abc import Callable

from services.orders.app import store
from services.orders.app.domain import Order, Transition

# Ten kinds of event reach an order, hardly ever at once; more rivals in a row are something else.
ATTEMPTS = 5


class Contested(Exception):
    """Others kept changing the order between our reading and our writing it."""


def applied(order_id: str, decide: Callable[[Order], Transition]) -> tuple[Order, Transition]:
    """The order as it stands after the decision, and the decision itself."""
    for _ in range(ATTEMPTS):
        order = store.find(order_id)
        if order is None:
            raise LookupError(f"there is no order {order_id}")
        transition = decide(order)
        if store.apply(order, transition):
            changed = {"status": transition.status, "reason": transition.reason}
            return {**order, **{k: v for k, v in changed.items() if v}}, transition
    raise Contested(f"order {order_id} changed {ATTEMPTS} times while it was worked on")
