"""Transitions: change an order with optimistic locking, since several consumers work on it."""

from __future__ import annotations

from collections.abc import Callable

from services.orders.app import store
from services.orders.app.domain import Order, Transition

# Ten kinds of event change an order, hardly ever at once; more conflicts in a row are a fault.
ATTEMPTS = 5


class TransitionConflict(Exception):
    """The order changed between the read and the write, in every attempt."""


def apply_transition(order_id: str, decide: Callable[[Order], Transition]) -> Order:
    """Write the transition that ``decide`` returns for the present order; returns the order.

    Raises ``LookupError`` if there is no such order.
    """
    for _ in range(ATTEMPTS):
        order = store.orders.find(order_id)
        if order is None:
            raise LookupError(f"there is no order {order_id}")
        transition = decide(order)
        if store.apply(order, transition):
            return order.after(transition)
    raise TransitionConflict(f"order {order_id} changed in each of {ATTEMPTS} attempts to write it")
