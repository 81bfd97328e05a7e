"""S3: buckets, and how often each object was written."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Iterator
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
        if call.get("IfMatch", _etag(content)) != _etag(content):
            raise client_error("s3", "PreconditionFailed", call["Key"])
        if "Range" in call:
            first, _, last = call["Range"].removeprefix("bytes=").partition("-")
            content = content[int(first) : int(last) + 1]
        return {
            "Body": io.BytesIO(content),
            "ContentLength": len(content),
            "ContentType": self.types[place],
            "ETag": _etag(content),
        }

    def generate_presigned_post(self, **call: Any) -> dict[str, Any]:
        """The form, with its conditions where S3 has the signed policy."""
        assert sorted(call) == ["Bucket", "Conditions", "ExpiresIn", "Fields", "Key"]
        fields = {**call["Fields"], "key": call["Key"], "policy": call["Conditions"]}
        return {"url": f"https://{call['Bucket']}.s3.amazonaws.com/", "fields": fields}

    def generate_presigned_url(self, operation: str, **call: Any) -> str:
        assert operation == "get_object"
        place = call["Params"]
        return f"https://{place['Bucket']}.s3.amazonaws.com/{place['Key']}?X-Amz-Signature=1"

    def delete_object(self, **call: Any) -> dict[str, Any]:
        check("s3", "DeleteObject", call)
        self.kept.pop((call["Bucket"], call["Key"]), None)
        return {}

    def get_paginator(self, operation: str) -> Pages:
        assert operation == "list_objects_v2"
        return Pages(self)


class Pages:
    """The keys of a bucket, two to a page."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    def paginate(self, **call: Any) -> Iterator[dict[str, Any]]:
        check("s3", "ListObjectsV2", call)
        kept = sorted(
            (key, content)
            for (bucket, key), content in self._objects.kept.items()
            if bucket == call["Bucket"] and key.startswith(call["Prefix"])
        )
        for start in range(0, len(kept), 2):
            page = kept[start : start + 2]
            yield {"Contents": [{"Key": key, "ETag": _etag(content)} for key, content in page]}
        if not kept:
            yield {}


def _etag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'
