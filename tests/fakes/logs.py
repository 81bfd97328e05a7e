"""CloudWatch Logs: the lines of log groups, a page at a time."""

from __future__ import annotations

from typing import Any

from tests.fakes.client_errors import client_error
from tests.fakes.parameters import check


class Logs:
    """``groups`` holds the lines of each log group as ``(milliseconds, text)``."""

    def __init__(self) -> None:
        self.groups: dict[str, list[tuple[int, str]]] = {}
        self.page = 2
        self.calls: list[dict[str, Any]] = []

    def filter_log_events(self, **call: Any) -> dict[str, Any]:
        """Every line of the period, whatever the pattern: the caller must filter too."""
        check("logs", "FilterLogEvents", call)
        if call["logGroupName"] not in self.groups:
            raise client_error("logs", "ResourceNotFoundException", call["logGroupName"])
        self.calls.append(call)
        first, last = call.get("startTime", 0), call.get("endTime", 2**62)
        found = [
            {"timestamp": at, "message": text, "eventId": str(place), "logStreamName": "stream"}
            for place, (at, text) in enumerate(sorted(self.groups[call["logGroupName"]]))
            if first <= at <= last
        ]
        start = int(call.get("nextToken", 0))
        end = start + min(self.page, call.get("limit", self.page))
        more = {"nextToken": str(end)} if end < len(found) else {}
        return {"events": found[start:end], **more}
