"""The notices table, and the only code that accesses it."""

from __future__ import annotations

from runtime.dynamodb.rows import RowPage, from_page, to_item
from runtime.dynamodb.table import ConditionFailed, Item, Table
from runtime.environment import environment
from services.notifications.app.domain import StoredNotice

notices = Table(environment("NOTICES_TABLE"))


def insert(notice: StoredNotice) -> bool:
    """Write a notification unless it is stored; returns whether this call did."""
    try:
        notices.put(to_item(notice), when="attribute_not_exists(#noticeId)")
    except ConditionFailed:
        return False
    return True


def of_user(user_id: str, limit: int, start: Item | None) -> RowPage[StoredNotice]:
    """A page of a customer's notifications, the latest first."""
    page = notices.query("#userId = :userId", {"userId": user_id}, limit=limit, start=start)
    return from_page(StoredNotice, page)
