"""The service's bucket: files of items to import, and what became of their parts.

``imports/<name>.csv`` has the columns ``itemId``, ``name`` and ``priceCents`` in any order. Results
are by the content of the file, so that it has the same ones when it is imported again:
``results/<etag>/00001.json`` and ``.csv`` of a part, ``results/<etag>/rejects.csv`` of the file.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from runtime.clients.aws import client, error_code
from runtime.csv_parts import Part
from runtime.environment import environment

IMPORTS_BUCKET = environment("IMPORTS_BUCKET")
BLOCK_BYTES = 1024 * 1024

# S3's answers for an object that is not there, without and with the right to list the bucket.
MISSING = ("AccessDenied", "NoSuchKey")


def whole(key: str, etag: str) -> tuple[int, Iterator[bytes]]:
    """The size of a file in bytes, and its content block by block."""
    found = client("s3").get_object(Bucket=IMPORTS_BUCKET, Key=key, IfMatch=f'"{etag}"')
    return found["ContentLength"], iter(lambda: found["Body"].read(BLOCK_BYTES), b"")


def part(key: str, etag: str, wanted: Part) -> bytes:
    """A part of a file; fails if the file was replaced since its parts were planned."""
    found = client("s3").get_object(
        Bucket=IMPORTS_BUCKET, Key=key, IfMatch=f'"{etag}"', Range=wanted.range
    )
    content: bytes = found["Body"].read()
    return content


def result(etag: str, number: int) -> dict[str, Any] | None:
    """What became of a part, None if it was not loaded to its end."""
    try:
        found = client("s3").get_object(Bucket=IMPORTS_BUCKET, Key=_key(etag, number, "json"))
    except Exception as error:
        if error_code(error) not in MISSING:
            raise
        return None
    loaded: dict[str, Any] = json.loads(found["Body"].read())
    return loaded


def keep_result(etag: str, number: int, found: Mapping[str, Any], rejects: Iterable[Any]) -> None:
    """Store what became of a part: first its rejects, then that it is loaded."""
    text = io.StringIO()
    csv.writer(text).writerows(rejects)
    _put(_key(etag, number, "csv"), text.getvalue().encode())
    _put(_key(etag, number, "json"), json.dumps(found).encode())


def merge_rejects(etag: str, numbers: Iterable[int]) -> str:
    """Write one file of the rejects of some parts, in their order; returns its key."""
    parts = [
        client("s3").get_object(Bucket=IMPORTS_BUCKET, Key=_key(etag, number, "csv"))["Body"].read()
        for number in numbers
    ]
    key = f"results/{etag}/rejects.csv"
    _put(key, b"line,reason,record\r\n" + b"".join(parts))
    return key


def _key(etag: str, number: int, ending: str) -> str:
    return f"results/{etag}/{number:05}.{ending}"


def _put(key: str, content: bytes) -> None:
    client("s3").put_object(
        Bucket=IMPORTS_BUCKET, Key=key, Body=content, ContentType="application/octet-stream"
    )
