"""What the payments service announces."""

from __future__ import annotations

from dataclasses import dataclass

from services.contracts.event import Event
from services.contracts.terms import OrderId, Reason, TotalCents


@dataclass(frozen=True, kw_only=True)
class PaymentCompleted(Event, source="payments"):
    """The money of an order was taken, once; an order of nothing is paid without any."""

    order_id: OrderId
    total_cents: TotalCents


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(Event, source="payments"):
    """The money of an order was refused; none was taken."""

    order_id: OrderId
    total_cents: TotalCents
    reason: Reason
