"""The service's bucket: the dashboard, and a report for each day."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from runtime.clients.aws import client
from runtime.environment import environment

FILES_BUCKET = environment("FILES_BUCKET")

DASHBOARD = "dashboard/dashboard"
JSON, TEXT, HTML = "application/json", "text/plain; charset=utf-8", "text/html; charset=utf-8"


def report_key(day: str) -> str:
    """Where the report of a day stands."""
    return f"reports/{day}.json"


def text_key(day: str) -> str:
    """Where the same report stands for people."""
    return f"reports/{day}.txt"


def day_in(key: str) -> str:
    """The day whose report stands there; ``ValueError`` if it is no report's place."""
    found = re.fullmatch(r"reports/([0-9]{4}-[0-9]{2}-[0-9]{2})\.json", key)
    if found is None:
        raise ValueError(f"a report stands at {report_key('<day>')}, got {key!r}")
    return found[1]


def write(key: str, text: str, kind: str) -> None:
    """Put a file in place of the one that was there."""
    client("s3").put_object(
        Bucket=FILES_BUCKET, Key=key, Body=text.encode("utf-8"), ContentType=kind
    )


def write_json(key: str, content: Mapping[str, Any]) -> None:
    """Put data into a file, readable also to people."""
    write(key, json.dumps(content, indent=2), JSON)


def read_json(key: str) -> dict[str, Any]:
    """The data in a file."""
    found = client("s3").get_object(Bucket=FILES_BUCKET, Key=key)
    content: dict[str, Any] = json.loads(found["Body"].read())
    return content
