"""One of each event of users, held against the schemas on record."""

from __future__ import annotations

from contracts.users import UserRegistered, UserUpdated

EVENTS = (
    UserRegistered(user_id="ann"),
    UserUpdated(user_id="ann", changed=("name", "country", "language", "newsletter")),
)
