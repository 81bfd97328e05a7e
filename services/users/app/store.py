"""The users table, and the only code that accesses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.envelope import now
from contracts.users import ChangePreferences, PutProfile
from runtime.dynamodb.rows import from_item
from runtime.dynamodb.table import Table
from runtime.environment import environment
from runtime.observability import current_correlation_id
from services.users.app.domain import User

users = Table(environment("USERS_TABLE"))


def find(user_id: str) -> User | None:
    """A user, or None."""
    item = users.get({"userId": user_id})
    return None if item is None else from_item(User, item)


def registered(user_id: str) -> User:
    """A user, who gets a row if there is none yet."""
    return find(user_id) or _written(user_id, {})


def put_profile(user_id: str, profile: PutProfile) -> User:
    """Replace a user's profile, whether or not there is a row yet; returns the user."""
    return _written(user_id, {"name": profile.name, "country": profile.country})


def change_preferences(user_id: str, change: ChangePreferences) -> User:
    """Change what is given of a user's preferences; returns the user."""
    given = {"language": change.language, "newsletter": change.newsletter}
    return _written(user_id, {name: each for name, each in given.items() if each is not None})


def _written(user_id: str, change: Mapping[str, Any]) -> User:
    """Write some attributes in one update, or remove those that are None: requests of one user at
    the same time do not undo each other, and the first of them makes the row.
    """
    values = {name: value for name, value in change.items() if value is not None}
    removed = [f"#{name}" for name in change if name not in values]
    sets = [f"#{name} = :{name}" for name in (*values, "updatedAt", "correlationId")]
    sets.append("#registeredAt = if_not_exists(#registeredAt, :updatedAt)")
    update = f"SET {', '.join(sets)}" + (f" REMOVE {', '.join(removed)}" if removed else "")
    written = {**values, "updatedAt": now(), "correlationId": current_correlation_id()}
    return from_item(User, users.update({"userId": user_id}, update, written))
