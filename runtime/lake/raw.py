"""Raw zone: events as they came, an object of JSON lines for each invocation that brought some."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from runtime.clients.aws import client
from runtime.lake.partitions import Partition

JSON_LINES = "application/x-ndjson"


def store(bucket: str, prefix: str, records: Sequence[Any]) -> str:
    """Write records below the folder of today; returns the key.

    The key follows from the records: the same ones, received again on the same day, replace the
    object.
    """
    lines = sorted(json.dumps(record, separators=(",", ":"), sort_keys=True) for record in records)
    body = "".join(f"{line}\n" for line in lines).encode()
    today = Partition.of(datetime.now(UTC).date())
    key = f"{prefix}{today.folder}{digest(body)}.jsonl"
    client("s3").put_object(Bucket=bucket, Key=key, Body=body, ContentType=JSON_LINES)
    return key


def read(bucket: str, key: str) -> str:
    """The text of an object; bytes that are no UTF-8 become U+FFFD, so that their line is
    rejected and the others are read.
    """
    body: bytes = client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    return body.decode("utf-8", errors="replace")


def digest(content: bytes) -> str:
    """A name for content: the same for the same bytes."""
    return hashlib.sha256(content).hexdigest()[:32]
