"""Examples of the routes of media."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contracts.media import RequestUpload
from services.media.app.domain import INTERNAL, Media
from tests.docs.examples.example import Example
from tests.docs.openapi.answers import Shown

MEDIA = "8c1d3c1e-3b5f-4a59-9d0e-6f5e0f6d2a11"
STATUS = {"status": Literal["AWAITING_UPLOAD", "PROCESSING", "READY", "REFUSED"]}


@dataclass(frozen=True, kw_only=True)
class UploadRequested:
    """The answer of ``POST /media``: the form to send to S3, ``fields`` before the file."""

    media_id: str
    url: str
    fields: dict[str, str]
    expires_in_seconds: int


EXAMPLES = {
    "POST /media": Example(
        answer=UploadRequested,
        body=RequestUpload(content_type="image/jpeg", size=48_213),
        response={
            "mediaId": MEDIA,
            "url": "https://platform-prod-media-files.s3.amazonaws.com/",
            "fields": {
                "Content-Type": "image/jpeg",
                "key": f"uploads/{MEDIA}",
                "x-amz-algorithm": "AWS4-HMAC-SHA256",
                "x-amz-credential": "ASIA...",
                "x-amz-date": "20261128T090552Z",
                "x-amz-security-token": "IQoJ...",
                "policy": "eyJ...",
                "x-amz-signature": "5f0c...",
            },
            "expiresInSeconds": 900,
        },
    ),
    "GET /media/{mediaId}": Example(
        answer=Shown(Media, without=INTERNAL, also={**STATUS, "thumbnailUrl": str | None}),
        path="/media/$MEDIA",
        response={
            "mediaId": MEDIA,
            "userId": "alice",
            "contentType": "image/jpeg",
            "size": 48_213,
            "at": "2026-11-28T09:05:52.060Z",
            "status": "AWAITING_UPLOAD",
        },
    ),
}
