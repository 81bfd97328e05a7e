"""Progress: how the events of other services change an order, in any order of arrival."""

from __future__ import annotations

from typing import TypeAlias

from contracts.inventory import InventoryFailed, InventoryReserved
from contracts.payments import PaymentCompleted, PaymentFailed
from contracts.shipping import OrderFulfilled, ShipmentBooked, ShipmentFailed
from services.orders.app.domain import (
    CANCELLED,
    CONFIRMED,
    PAID,
    PLACED,
    RESERVED,
    Order,
    Status,
    Transition,
)
from services.orders.app.saga_steps import Answer, Completed, Failed

Progress: TypeAlias = Completed | Failed | OrderFulfilled


def advance(order: Order, event: Progress, *, occurred_at: str, at: str) -> Transition:
    """The change of an order in the mode ``choreography`` by an event.

    Events arrive late, twice and out of order: a booked shipment implies the payment and so
    confirms also an order that has received neither event. A closed order keeps its status.
    """
    match event:
        case OrderFulfilled():
            return Transition(moments={"fulfilled": occurred_at})
        case ShipmentBooked() if order.is_open:
            return Transition(moments={"shipped": occurred_at, "confirmed": at}, status=CONFIRMED)
        case InventoryReserved() | PaymentCompleted():
            return record(order, event, occurred_at=occurred_at)
        case InventoryFailed() | PaymentFailed() | ShipmentFailed():
            return order.cancel(event.reason, at=at)
        case _:
            return Transition()


def record(order: Order, answer: Answer, *, occurred_at: str) -> Transition:
    """The change of an order in the mode ``saga`` by an answer; the saga itself closes it."""
    match answer:
        case InventoryReserved():
            status: Status | None = RESERVED if order.status == PLACED else None
            return Transition(moments={"reserved": occurred_at}, status=status)
        case PaymentCompleted():
            status = PAID if order.status in (PLACED, RESERVED) else None
            return Transition(moments={"paid": occurred_at}, status=status)
        case ShipmentBooked():
            return Transition(moments={"shipped": occurred_at})
        case _:
            return Transition()


def contradicts(event: Progress, order: Order) -> bool:
    """Whether the order was closed in the opposite way to what the event implies."""
    if order.status == CONFIRMED:
        return isinstance(event, Failed)
    return order.status == CANCELLED and isinstance(event, ShipmentBooked | OrderFulfilled)
