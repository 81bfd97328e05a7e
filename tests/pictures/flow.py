"""An upload's way through the handlers of media, with AWS in memory and the real Pillow."""

from __future__ import annotations

import hashlib
from typing import Any

import tests.fakes.environment  # noqa: F401
from services.media.app import (
    get_media,
    make_thumbnail,
    publish_changes,
    read_metadata,
    request_upload,
    scan_upload,
)
from tests.fakes.clients import Aws
from tests.fakes.invocations import CONTEXT, called, delivered, http_event

BUCKET = "media"


def requested(content: bytes, content_type: str, user: str = "ann") -> str:
    """The id of a picture for which a form was asked."""
    body = {"contentType": content_type, "size": max(len(content), 1)}
    status, answer = called(request_upload.handle, http_event(user=user, body=body))
    assert status == 201, answer
    return str(answer["mediaId"])


def uploaded(aws: Aws, media_id: str, content: bytes) -> dict[str, Any]:
    """The notification of S3 for an upload."""
    key = f"uploads/{media_id}"
    aws.s3.put_object(Bucket=BUCKET, Key=key, Body=content)
    etag = hashlib.md5(content, usedforsecurity=False).hexdigest()
    described = {"key": key, "size": len(content), "eTag": etag, "sequencer": "01"}
    record = {
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Post",
        "s3": {"bucket": {"name": BUCKET}, "object": described},
    }
    return {"Records": [record]}


def processed(aws: Aws, content: bytes, content_type: str) -> str:
    """The id of a picture that went through every step."""
    media_id = requested(content, content_type)
    assert delivered(scan_upload.handle, uploaded(aws, media_id, content)) == []
    steps(aws)
    return media_id


def steps(aws: Aws) -> None:
    """Deliver what is on the topic to both steps."""
    messages, aws.sns.messages = aws.sns.messages, []
    for message in messages:
        body = {"Type": "Notification", "Message": message["Message"]}
        assert delivered(make_thumbnail.handle, body) == []
        assert delivered(read_metadata.handle, body) == []


def shown(media_id: str, user: str = "ann") -> dict[str, Any]:
    """What the user sees of a picture."""
    _, answer = called(get_media.handle, http_event(user=user, path={"mediaId": media_id}))
    return dict(answer)


def thumbnail(aws: Aws, media_id: str) -> bytes:
    """The thumbnail of a picture."""
    [found] = [
        content
        for (_, key), content in aws.s3.kept.items()
        if key.startswith(f"thumbnails/{media_id}")
    ]
    return found


def events(aws: Aws) -> list[tuple[str, dict[str, Any]]]:
    """The events that the changes of the table publish."""
    publish_changes.handle({"Records": aws.dynamodb.stream("media")}, CONTEXT)
    return [(each["detail-type"], each["detail"]["data"]) for each in aws.events.published()]
