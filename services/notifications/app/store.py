"""The notices table, and the only code that touches it."""

from __future__ import annotations

from typing import Any

from runtime.dynamodb.table import ConditionFailed, Item, Page, Table
from runtime.environment import environment

notices = Table(environment("NOTICES_TABLE"))


def file(notice: dict[str, Any]) -> bool:
    """Keep a notice; says whether it is a new one."""
    try:
        notices.put(notice, when="attribute_not_exists(#noticeId)")
    except ConditionFailed:
        return False
    return True


def of_user(user_id: str, limit: int, start: Item | None) -> Page:
    """Some of a user's notices, the latest first."""
    return notices.query("#userId = :userId", {"userId": user_id}, limit=limit, start=start)
