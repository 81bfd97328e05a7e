"""Rules of users: what is stored of a user, whom a request is about, the event of a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast, get_args

from contracts.users import (
    ChangedField,
    Preferences,
    Profile,
    UserRegistered,
    UserUpdated,
    UserView,
)

FIELDS = cast(tuple[ChangedField, ...], get_args(ChangedField))


@dataclass(frozen=True, kw_only=True)
class User:
    """A row of the users table: profile and preferences side by side, so that each can be changed
    without the other.
    """

    user_id: str
    registered_at: str
    updated_at: str
    correlation_id: str
    name: str | None = None
    country: str | None = None
    language: str = Preferences.language
    newsletter: bool = Preferences.newsletter


def view(user: User) -> UserView:
    """What callers get of a user."""
    return UserView(
        user_id=user.user_id,
        profile=Profile(name=user.name, country=user.country),
        preferences=Preferences(language=user.language, newsletter=user.newsletter),
        registered_at=user.registered_at,
        updated_at=user.updated_at,
    )


def event_of(before: User | None, after: User | None) -> UserRegistered | UserUpdated | None:
    """The event of a change of a user's row; none if it was written again as it was."""
    if after is None:
        return None
    if before is None:
        return UserRegistered(user_id=after.user_id)
    changed = tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))
    return UserUpdated(user_id=after.user_id, changed=changed) if changed else None
