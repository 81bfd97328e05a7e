"""Rules of notifications: the text for a customer, and the id under which it is stored."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.notifications import Notice, NoticeKind
from contracts.orders import OrderCancelled, OrderConfirmed
from contracts.users import UserRegistered, UserUpdated

# How the ids of notices end that are about no order.
OF_USERS = {"UserRegistered": "welcome", "UserUpdated": "profile"}


@dataclass(frozen=True, kw_only=True)
class StoredNotice:
    """A row of the notices table.

    Ids sort by the time of the order or of the user's event, and the notices of one order have the
    same id.
    """

    order_id: str | None = None
    user_id: str
    placed_at: str
    kind: NoticeKind
    text: str
    notice_id: str


def notice_of(event: OrderConfirmed | OrderCancelled) -> Notice:
    """The notification about the end of an order."""
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


def welcome_of(event: UserRegistered, registered_at: str) -> Notice:
    """The notification to a user who is new."""
    return Notice(
        user_id=event.user_id,
        placed_at=registered_at,
        kind="UserRegistered",
        text="Welcome! What becomes of your orders is written here.",
    )


def change_of(event: UserUpdated, changed_at: str) -> Notice:
    """The notification about a change of profile or preferences: a user who has not made it learns
    that another is signed in.
    """
    return Notice(
        user_id=event.user_id,
        placed_at=changed_at,
        kind="UserUpdated",
        text=f"Changed in your profile: {', '.join(event.changed)}. "
        "If it was not you, change your password.",
    )


def row_of(notice: Notice) -> StoredNotice:
    """The row of a notification."""
    return StoredNotice(
        order_id=notice.order_id,
        user_id=notice.user_id,
        placed_at=notice.placed_at,
        kind=notice.kind,
        text=notice.text,
        notice_id=f"{notice.placed_at}#{notice.order_id or OF_USERS[notice.kind]}",
    )


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
