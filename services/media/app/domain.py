"""Rules of media: what a picture is, the port of a scanner, and the events of a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

from contracts.codec import encode
from contracts.event import Event
from contracts.media import ContentType, MediaProcessed, MediaRefused

UPLOADS, THUMBNAILS = "uploads/", "thumbnails/"

# What is done with an upload in which no malware was found, in any order.
THUMBNAIL, METADATA = "thumbnail", "metadata"
STEPS = (THUMBNAIL, METADATA)

AWAITING: Final = "AWAITING_UPLOAD"
PROCESSING: Final = "PROCESSING"
READY: Final = "READY"
REFUSED: Final = "REFUSED"

# Not in responses.
INTERNAL = ("correlationId", "etag", "steps", "completed", "thumbnail")


class Refused(Exception):
    """An upload that will have no thumbnail; the message is for its user."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """The object of an upload, in the content that has this ETag."""

    bucket: str
    key: str
    etag: str


class Scanner(Protocol):
    """What looks for malware in an upload; ``key`` makes the call idempotent."""

    def scan(self, key: str, upload: Upload) -> str | None:
        """The name of what was found, or None."""
        ...


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What is known of a picture: its size as it is shown, in pixels, its format, the number of
    its frames, whether parts of it are transparent, and when and with what it was taken.
    """

    width: int
    height: int
    format: str
    frames: int
    transparent: bool
    taken_at: str | None = None
    camera: str | None = None


@dataclass(frozen=True, kw_only=True)
class Media:
    """A row of the media table. ``etag`` is the content that was scanned first, ``completed`` the
    steps that are done, ``thumbnail`` the key of the small picture.
    """

    media_id: str
    user_id: str
    content_type: ContentType
    size: int
    at: str
    correlation_id: str
    steps: tuple[str, ...] = STEPS
    etag: str | None = None
    completed: frozenset[str] = frozenset()
    processed_at: str | None = None
    thumbnail: str | None = None
    metadata: Metadata | None = None
    reason: str | None = None

    @property
    def status(self) -> str:
        """How far it is."""
        if self.reason is not None:
            return REFUSED
        if self.processed_at is not None:
            return READY
        return AWAITING if self.etag is None else PROCESSING


def upload_key(media_id: str) -> str:
    """The key of an upload."""
    return f"{UPLOADS}{media_id}"


def media_of(key: str) -> str:
    """The picture that an upload is of, from its key."""
    return key.removeprefix(UPLOADS)


def change(before: Media | None, after: Media | None) -> Event | None:
    """The event of a change by which a picture is ready, or is refused; else none."""
    if before is None or after is None or after.status == before.status:
        return None
    if after.reason is not None:
        return MediaRefused(media_id=after.media_id, user_id=after.user_id, reason=after.reason)
    if after.status != READY or after.metadata is None:
        return None
    return MediaProcessed(
        media_id=after.media_id,
        user_id=after.user_id,
        width=after.metadata.width,
        height=after.metadata.height,
    )


def view(media: Media, thumbnail_url: str | None) -> dict[str, Any]:
    """A picture as its user sees it."""
    shown = {name: value for name, value in encode(media).items() if name not in INTERNAL}
    url = {} if thumbnail_url is None else {"thumbnailUrl": thumbnail_url}
    return {**shown, "status": media.status, **url}
