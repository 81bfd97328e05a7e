"""Lines of the log as the console reads them."""

from __future__ import annotations

import json

from cli.observe.log_line import parsed
from tests.cli.observe.logs_stage import BEGAN


def said(number=1, **more):
    """A line of the orders service, now."""
    line = {
        "level": "INFO",
        "message": "event published",
        "service": "orders",
        "function": "orders-publish-changes-function-1a2b3c4",
        "correlation_id": f"c-{number}",
        "order_id": f"order-{number}",
        **more,
    }
    return {name: value for name, value in line.items() if value is not None}


def line_of(record, seconds=0.0, service="orders"):
    at = int((BEGAN.timestamp() + seconds) * 1000)
    return parsed({"timestamp": at, "message": json.dumps(record)}, "g", service)
