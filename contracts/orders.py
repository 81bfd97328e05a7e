"""What the orders service accepts and announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, cast

from annotated_types import MaxLen, MinLen

from contracts.contract import Contract
from contracts.event import Event, Message
from contracts.field_types import (
    MAX_LINES,
    Cents,
    Country,
    ItemId,
    Moment,
    OrderId,
    Quantity,
    Reason,
    TotalCents,
    Units,
    UserId,
)

PaymentMethod = Literal["card", "card-declined", "transfer"]

# How an order gets through: services follow each other's events, or a state machine asks them.
Mode = Literal["choreography", "saga"]

# What a rule asks of the ``mode`` of an event; a request has none, and is always the saga's.
CHOREOGRAPHY = ("choreography", {"exists": False})
SAGA = ("saga",)


def mode_of(message: Message) -> Mode:
    """Which way the order of a message gets through."""
    return cast(Mode, getattr(message, "mode", "saga"))


@dataclass(frozen=True, kw_only=True)
class OrderLine(Contract):
    """So many of an item."""

    item_id: ItemId
    quantity: Quantity


@dataclass(frozen=True, kw_only=True)
class PlaceOrder(Contract):
    """The body of ``POST /orders``; only agents may name another user or another day."""

    lines: Annotated[tuple[OrderLine, ...], MinLen(1), MaxLen(MAX_LINES)]
    payment_method: PaymentMethod = "card"
    ship_to: Country = "GB"
    user_id: UserId | None = None
    ordered_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PricedLine(Contract):
    """So many of an item, at the price of the moment when the order was placed."""

    item_id: ItemId
    quantity: Quantity
    unit_cents: Cents


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event, source="orders", version=2):
    """An order stands and wants its goods; ``mode`` says who sees to that."""

    order_id: OrderId
    user_id: UserId
    placed_at: Moment
    ordered_on: date
    lines: Annotated[tuple[PricedLine, ...], MinLen(1), MaxLen(MAX_LINES)]
    units: Units
    total_cents: TotalCents
    payment_method: PaymentMethod
    ship_to: Country
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class OrderConfirmed(Event, source="orders"):
    """Goods and money are there; nothing can undo this order any more."""

    order_id: OrderId
    user_id: UserId
    placed_at: Moment
    ordered_on: date
    units: Units
    total_cents: TotalCents


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event, source="orders"):
    """The order came to nothing, for this reason."""

    order_id: OrderId
    user_id: UserId
    placed_at: Moment
    total_cents: TotalCents
    reason: Reason
