"""What the notifications service sends through its own topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import MaxLen, MinLen

from contracts.event import Message
from contracts.field_types import Moment, OrderId, UserId


@dataclass(frozen=True, kw_only=True)
class Notice(Message):
    """What a customer is told of an order; one an order."""

    order_id: OrderId
    user_id: UserId
    placed_at: Moment
    kind: Literal["OrderConfirmed", "OrderCancelled"]
    text: Annotated[str, MinLen(1), MaxLen(1_000)]
