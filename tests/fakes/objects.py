"""S3: buckets, and how often each object was written."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from typing import Any

from tests.fakes.client_errors import client_error
from tests.fakes.parameters import check


class Objects:
    """``kept`` holds the content by bucket and key; ``writes`` how often each was written."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}
        self.types: dict[tuple[str, str], str] = {}
        self.writes: Counter[tuple[str, str]] = Counter()

    def put_object(self, **call: Any) -> dict[str, Any]:
        check("s3", "PutObject", call)
        place = (call["Bucket"], call["Key"])
        body = call["Body"]
        self.kept[place] = body.encode() if isinstance(body, str) else bytes(body)
        self.types[place] = call.get("ContentType", "binary/octet-stream")
        self.writes[place] += 1
        return {"ETag": _etag(self.kept[place])}

    def get_object(self, **call: Any) -> dict[str, Any]:
        check("s3", "GetObject", call)
        place = (call["Bucket"], call["Key"])
        if place not in self.kept:
            raise client_error("s3", "NoSuchKey", call["Key"])
        content = self.kept[place]
        return {
            "Body": io.BytesIO(content),
            "ContentLength": len(content),
            "ContentType": self.types[place],
            "ETag": _etag(content),
        }


def _etag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'
