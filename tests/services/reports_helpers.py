"""What the tests of reports share: log lines, and the files it wrote."""

from __future__ import annotations

import json
from datetime import datetime

BUCKET, LOG, TOPIC = "files", "note-end-logs", "arn:aws:sns:eu-west-1:000000000000:reports"


def line(at: str, **fields) -> tuple[int, str]:
    """A line of the log at a moment."""
    return int(datetime.fromisoformat(at).timestamp() * 1000), json.dumps(fields)


def handled(at: str) -> tuple[int, str]:
    return line(at, level="INFO", outcome="succeeded")


def failed(at: str, error: str) -> tuple[int, str]:
    return line(at, level="ERROR", outcome="failed", error_type=error)


def written(aws, key: str) -> str:
    """The text of a file in the bucket."""
    return aws.s3.kept[BUCKET, key].decode("utf-8")
