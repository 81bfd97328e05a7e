"""The media table, and the only code that accesses it."""

from __future__ import annotations

import time

from contracts.codec import encode
from runtime.dynamodb.fan_in import FanIn
from runtime.dynamodb.rows import from_item, to_item
from runtime.dynamodb.table import ConditionFailed, Table
from runtime.environment import environment
from services.media.app.domain import Media, Metadata

table = Table(environment("MEDIA_TABLE"))

steps = FanIn(
    table=table,
    key="mediaId",
    expected="steps",
    completed="completed",
    completed_at="processedAt",
)

# A row whose upload never comes is deleted after a day.
WAIT_SECONDS = 24 * 60 * 60


def insert(media: Media) -> None:
    """Write a picture that is not uploaded yet."""
    table.put({**to_item(media), "ttl": int(time.time()) + WAIT_SECONDS})


def find(media_id: str) -> Media | None:
    """A picture, or None."""
    item = table.get({"mediaId": media_id})
    return None if item is None else from_item(Media, item)


def accept(media_id: str, etag: str) -> bool:
    """Take the content of an upload as that of the picture, unless another one was taken before;
    returns whether it is.
    """
    try:
        table.update(
            {"mediaId": media_id},
            "SET #etag = :etag REMOVE #ttl",
            {"etag": etag},
            when="attribute_exists(#mediaId) AND (attribute_not_exists(#etag) OR #etag = :etag)",
        )
    except ConditionFailed:
        return False
    return True


def refuse(media_id: str, reason: str) -> bool:
    """Store why a picture is refused; returns whether this call did, and the first reason stays."""
    try:
        table.update(
            {"mediaId": media_id},
            "SET #reason = :reason",
            {"reason": reason},
            when="attribute_not_exists(#reason) AND attribute_not_exists(#processedAt)",
        )
    except ConditionFailed:
        return False
    return True


def keep_thumbnail(media_id: str, key: str) -> None:
    """Store the key of a picture's thumbnail."""
    table.update({"mediaId": media_id}, "SET #thumbnail = :key", {"key": key})


def keep_metadata(media_id: str, metadata: Metadata) -> None:
    """Store what is known of a picture."""
    table.update({"mediaId": media_id}, "SET #metadata = :found", {"found": encode(metadata)})
