"""The service's bucket: uploads and thumbnails."""

from __future__ import annotations

from runtime.clients.aws import client, error_code
from runtime.environment import environment
from services.media.app.domain import THUMBNAILS, Refused, upload_key

MEDIA_BUCKET = environment("MEDIA_BUCKET")

ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}

# S3's answer to a condition that does not hold.
REPLACED = ("PreconditionFailed", "412")


def upload(media_id: str, etag: str) -> bytes:
    """The content of an upload that was scanned; ``Refused`` if another one is in its place."""
    try:
        found = client("s3").get_object(
            Bucket=MEDIA_BUCKET, Key=upload_key(media_id), IfMatch=f'"{etag}"'
        )
    except Exception as error:
        if error_code(error) not in REPLACED:
            raise
        raise Refused("it was replaced by another upload while it was processed") from error
    content: bytes = found["Body"].read()
    return content


def keep_thumbnail(media_id: str, content: bytes, content_type: str) -> str:
    """Write a thumbnail, in place of an earlier one; returns its key."""
    key = f"{THUMBNAILS}{media_id}.{ENDINGS[content_type]}"
    client("s3").put_object(Bucket=MEDIA_BUCKET, Key=key, Body=content, ContentType=content_type)
    return key
