"""Contracts of the media service: the request for an upload, its topic's message, its events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from contracts.contract import Contract
from contracts.event import Event, Message
from contracts.field_types import Reason, UserId
from contracts.limits import Ge, Le, Matches, MaxLen, MinLen

# Larger than pictures of 100 megapixels are as JPEG; smaller than what a function could not hold.
MAX_UPLOAD_BYTES = 50_000_000

MediaId = Annotated[str, MinLen(36), MaxLen(36), Matches("^[0-9a-f-]+$")]
"""A picture: a UUID."""
ContentType = Literal["image/jpeg", "image/png", "image/gif", "image/webp"]
"""The types of pictures that may be uploaded."""
Pixels = Annotated[int, Ge(1), Le(1_000_000)]
"""A side of a picture, as it is shown."""


@dataclass(frozen=True, kw_only=True)
class RequestUpload(Contract):
    """The body of ``POST /media``: what will be uploaded; S3 takes nothing else."""

    content_type: ContentType
    size: Annotated[int, Ge(1), Le(MAX_UPLOAD_BYTES)]


@dataclass(frozen=True, kw_only=True)
class UploadScanned(Message):
    """No malware was found in an upload; the message on the service's topic."""

    media_id: MediaId
    """The picture."""
    etag: Annotated[str, MinLen(1), MaxLen(128)]
    """The content that was scanned, by the ETag of the object."""
    content_type: ContentType
    """What its user said that it is."""


@dataclass(frozen=True, kw_only=True)
class MediaProcessed(Event, source="media"):
    """A picture has a thumbnail, and is described.

    Published once for each, from the stream of the table, after its last step.
    """

    media_id: MediaId
    """The picture."""
    user_id: UserId
    """Who uploaded it."""
    width: Pixels
    """Its width as it is shown, in pixels."""
    height: Pixels
    """Its height as it is shown, in pixels."""


@dataclass(frozen=True, kw_only=True)
class MediaRefused(Event, source="media"):
    """An upload will have no thumbnail: there is malware in it, or it is no picture.

    Published once for each, from the stream of the table, with the first reason.
    """

    media_id: MediaId
    """The upload."""
    user_id: UserId
    """Who uploaded it."""
    reason: Reason
    """Why, in a sentence that its user may read."""
