"""What the payments service accepts and announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contracts.contract import Contract
from contracts.event import Event
from contracts.field_types import Country, OrderId, Reason, TotalCents, Units, UserId
from contracts.orders import Mode


@dataclass(frozen=True, kw_only=True)
class SettleTransfer(Contract):
    """The body of ``POST /payments/{orderId}/transfer``: what became of a bank transfer."""

    outcome: Literal["received", "refused"]


@dataclass(frozen=True, kw_only=True)
class PaymentCompleted(Event, source="payments", version=2):
    """The money of an order was taken, once; an order of nothing is paid without any."""

    order_id: OrderId
    user_id: UserId
    units: Units
    total_cents: TotalCents
    ship_to: Country
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(Event, source="payments", version=2):
    """The money of an order was refused; none was taken."""

    order_id: OrderId
    total_cents: TotalCents
    reason: Reason
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class PaymentRefunded(Event, source="payments"):
    """Nothing is taken for this order any more, nor will be; ``total_cents`` were given back."""

    order_id: OrderId
    total_cents: TotalCents
    mode: Mode
