"""Contracts of the orders service: the request body it accepts and the events it publishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, cast

from contracts.contract import Contract
from contracts.event import Event, Message
from contracts.field_types import (
    MAX_LINES,
    Cents,
    Country,
    CustomerId,
    Day,
    ItemId,
    Moment,
    OrderId,
    Quantity,
    Reason,
    TotalCents,
    Units,
    UserId,
)
from contracts.limits import MaxLen, MinLen

PaymentMethod = Literal["card", "card-declined", "transfer"]
"""How the customer pays; ``card-declined`` is a test card that the payment processor declines."""

Mode = Literal["choreography", "saga"]
"""How an order is processed: by services that follow each other's events, or by the state machine
of the orders service. Set when the order is placed; it never changes."""

# Filters of a subscription on the ``mode`` of an event. Commands have no mode: they are the saga's.
CHOREOGRAPHY = ("choreography", {"exists": False})
SAGA = ("saga",)


def mode_of(message: Message) -> Mode:
    """The mode of the order that an event or a command belongs to."""
    return cast(Mode, getattr(message, "mode", "saga"))


@dataclass(frozen=True, kw_only=True)
class OrderLine(Contract):
    """A quantity of one item, in a request."""

    item_id: ItemId
    quantity: Quantity


@dataclass(frozen=True, kw_only=True)
class PlaceOrder(Contract):
    """The body of ``POST /orders``."""

    lines: Annotated[tuple[OrderLine, ...], MinLen(1), MaxLen(MAX_LINES)]
    payment_method: PaymentMethod = "card"
    ship_to: Country = "GB"
    user_id: CustomerId | None = None
    """The customer; agents only. Without it, the caller."""
    ordered_on: Day | None = None
    """The day of the purchase; agents only, for orders taken elsewhere. Without it, today."""


@dataclass(frozen=True, kw_only=True)
class PricedLine(Contract):
    """A quantity of one item, at the catalog's price when the order was placed."""

    item_id: ItemId
    quantity: Quantity
    unit_cents: Cents


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event, source="orders", version=2):
    """A new order was stored; stock and payment are not checked yet.

    Published once for each order, from the orders table. Exactly one ``OrderConfirmed`` or
    ``OrderCancelled`` follows. In the mode ``choreography`` inventory reserves stock on this event,
    in the mode ``saga`` it starts the state machine of the orders service.
    """

    order_id: OrderId
    user_id: UserId
    placed_at: Moment
    """When the request was accepted."""
    ordered_on: date
    """The day of the purchase, by which reports count; the day of ``placed_at`` unless an agent
    gave another one."""
    lines: Annotated[tuple[PricedLine, ...], MinLen(1), MaxLen(MAX_LINES)]
    """What was ordered; an item may be in several lines."""
    units: Units
    total_cents: TotalCents
    payment_method: PaymentMethod
    ship_to: Country
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class OrderConfirmed(Event, source="orders"):
    """An order is reserved, paid and shipped, and can no longer be cancelled.

    Published once for each order that succeeds, from the orders table; ``OrderCancelled`` never
    follows.
    """

    order_id: OrderId
    user_id: UserId
    placed_at: Moment
    ordered_on: date
    """The day of the purchase, as in ``OrderPlaced``."""
    units: Units
    total_cents: TotalCents


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event, source="orders"):
    """An order failed; what was done for it is or will be undone.

    Published once for each order that fails, from the orders table; ``OrderConfirmed`` never
    follows. In the mode ``saga`` every compensation has been tried by then; in the mode
    ``choreography`` stock and money may still be on their way back.
    """

    order_id: OrderId
    user_id: UserId
    placed_at: Moment
    total_cents: TotalCents
    reason: Reason
