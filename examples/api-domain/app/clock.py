"""``GET /time``: what time it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any


def show(event: dict[str, Any], context: object) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"time": now}),
    }
