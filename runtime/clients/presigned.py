"""Presigned requests: what a browser needs to upload one object to S3, or to read one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from runtime.clients.aws import client

# As long as the form of an upload should be usable: it is asked for right before it is sent.
UPLOAD_SECONDS = 15 * 60
# A URL ends with the keys of the role that signed it, which are valid for longer than this.
READ_SECONDS = 15 * 60


@dataclass(frozen=True, kw_only=True)
class UploadForm:
    """A form that S3 takes by POST: its URL, and the fields to send before ``file``."""

    url: str
    fields: dict[str, str]


def upload_form(
    bucket: str, key: str, *, content_type: str, size: int, seconds: int = UPLOAD_SECONDS
) -> UploadForm:
    """A form for one object of exactly this type and of ``size`` bytes, for so many seconds.

    S3 refuses what the policy in it does not say: another key, another type or another size. It
    may be sent more than once until it expires.
    """
    form: dict[str, Any] = client("s3").generate_presigned_post(
        Bucket=bucket,
        Key=key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", size, size]],
        ExpiresIn=seconds,
    )
    return UploadForm(url=form["url"], fields=form["fields"])


def read_url(bucket: str, key: str, *, seconds: int = READ_SECONDS) -> str:
    """A URL at which one object can be read, without credentials, for so many seconds."""
    url: str = client("s3").generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=seconds
    )
    return url
