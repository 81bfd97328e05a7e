"""Publishes ``MediaProcessed`` and ``MediaRefused`` from the stream of the media table."""

from __future__ import annotations

from contracts.event import Event
from runtime.dynamodb.outbox import Change, outbox_publisher
from runtime.dynamodb.rows import from_item
from services.media.app.domain import Media, change


@outbox_publisher
def handle(changed: Change) -> Event | None:
    before, after = changed.before, changed.after
    return change(
        None if before is None else from_item(Media, before),
        None if after is None else from_item(Media, after),
    )
