"""What notifications decides: what to tell a customer, and under which id to keep it."""

from __future__ import annotations

from typing import Any

from contracts.codec import encode
from contracts.notifications import Notice
from contracts.orders import OrderCancelled, OrderConfirmed


def notice_of(event: OrderConfirmed | OrderCancelled) -> Notice:
    """What the customer is told of the end of an order."""
    if isinstance(event, OrderConfirmed):
        text = f"Your order of {event.units} for {_money(event.total_cents)} is confirmed."
    else:
        text = f"Your order for {_money(event.total_cents)} is cancelled: {event.reason}."
    return Notice(
        order_id=event.order_id,
        user_id=event.user_id,
        placed_at=event.placed_at,
        kind="OrderConfirmed" if isinstance(event, OrderConfirmed) else "OrderCancelled",
        text=text,
    )


def row(notice: Notice) -> dict[str, Any]:
    """A notice as it is kept: ids sort by time, and two tellings of one end have the same id."""
    return {**encode(notice), "noticeId": f"{notice.placed_at}#{notice.order_id}"}


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
