"""Contracts of the payments service: the request body it accepts and the events it publishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contracts.contract import Contract
from contracts.event import Event
from contracts.field_types import Country, OrderId, Reason, TotalCents, Units, UserId
from contracts.orders import Mode


@dataclass(frozen=True, kw_only=True)
class SettleTransfer(Contract):
    """The body of ``POST /payments/{orderId}/transfer``, by which an agent settles it."""

    outcome: Literal["received", "refused"]


@dataclass(frozen=True, kw_only=True)
class PaymentCompleted(Event, source="payments", version=2):
    """The payment of an order succeeded.

    Published when the card was charged or the bank transfer was received; at once for an order of 0
    cents. The money is taken once. In the mode ``choreography`` shipping books a carrier on this
    event, in the mode ``saga`` it completes the state machine's payment step. ``PaymentRefunded``
    may follow.
    """

    order_id: OrderId
    user_id: UserId
    units: Units
    total_cents: TotalCents
    """The amount that was taken."""
    ship_to: Country
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(Event, source="payments", version=2):
    """The payment of an order failed and no money was taken.

    Published when the card is declined, the transfer is refused or does not arrive in time, or the
    amount is above the limit. In the mode ``choreography`` inventory releases the stock and orders
    cancels the order.
    """

    order_id: OrderId
    total_cents: TotalCents
    """The amount that was asked for."""
    reason: Reason
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class PaymentRefunded(Event, source="payments"):
    """The payment of an order is undone: no money is kept, and none will be taken.

    Published after ``ShipmentFailed`` in the mode ``choreography`` and after ``RefundRequested`` in
    the mode ``saga``, also if there was no payment. In the mode ``choreography`` inventory then
    releases the stock.
    """

    order_id: OrderId
    total_cents: TotalCents
    """The amount that was given back; 0 if nothing had been taken."""
    mode: Mode
