"""The service's bucket: the dashboard, and a report for each day."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from runtime.clients.aws import client
from runtime.dynamodb.rows import from_item
from runtime.environment import environment
from services.reports.app.domain import DayReport

FILES_BUCKET = environment("FILES_BUCKET")

DASHBOARD = "dashboard/dashboard"
JSON, TEXT, HTML = "application/json", "text/plain; charset=utf-8", "text/html; charset=utf-8"


def report_key(day: str) -> str:
    """The key of a day's report, as JSON."""
    return f"reports/{day}.json"


def text_key(day: str) -> str:
    """The key of a day's report, as text."""
    return f"reports/{day}.txt"


def day_in(key: str) -> str:
    """The day of a report's key; ``ValueError`` if it is not the key of a report."""
    found = re.fullmatch(r"reports/([0-9]{4}-[0-9]{2}-[0-9]{2})\.json", key)
    if found is None:
        raise ValueError(f"the key of a report is {report_key('<day>')}, got {key!r}")
    return found[1]


def write(key: str, text: str, kind: str) -> None:
    """Write a file, in place of an earlier one."""
    client("s3").put_object(
        Bucket=FILES_BUCKET, Key=key, Body=text.encode("utf-8"), ContentType=kind
    )


def write_json(key: str, content: Mapping[str, Any]) -> None:
    """Write data to a file, as indented JSON."""
    write(key, json.dumps(content, indent=2), JSON)


def read_report(key: str) -> DayReport:
    """The report in a file; ``ContractViolation`` if it is not one."""
    found = client("s3").get_object(Bucket=FILES_BUCKET, Key=key)
    return from_item(DayReport, json.loads(found["Body"].read()))
