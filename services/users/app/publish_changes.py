"""Publishes ``UserRegistered`` and ``UserUpdated`` from the stream of the users table."""

from __future__ import annotations

from contracts.event import Event
from runtime.dynamodb.outbox import Change, outbox_publisher
from runtime.dynamodb.rows import from_item
from services.users.app.domain import User, event_of


@outbox_publisher
def handle(change: Change) -> Event | None:
    before, after = (
        None if item is None else from_item(User, item) for item in (change.before, change.after)
    )
    return event_of(before, after)
