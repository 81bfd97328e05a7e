"""Contract of the notifications service: the message on its SNS topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from contracts.event import Message
from contracts.field_types import Moment, OrderId, UserId
from contracts.limits import MaxLen, MinLen

NoticeKind = Literal["OrderConfirmed", "OrderCancelled", "UserRegistered", "UserUpdated"]
"""The event that a notification is about."""


@dataclass(frozen=True, kw_only=True)
class Notice(Message):
    """A notification to a customer: about the end of an order, one for each order, a welcome, one
    for each user, or about a change of the profile.
    """

    order_id: OrderId | None = None
    """The order; none of what is about the user."""
    user_id: UserId
    placed_at: Moment
    """When the order was placed, or the user registered or changed."""
    kind: NoticeKind
    """The event that the notification is about."""
    text: Annotated[str, MinLen(1), MaxLen(1_000)]
    """What the customer reads."""
