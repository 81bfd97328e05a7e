"""Log line: one line of a function, an API or Lambda itself, parsed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

# What Lambda writes into the log of a function whose log format is text:
# https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html
PLATFORM = re.compile(
    r"(?P<event>START|END|REPORT|INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT|EXTENSION|XRAY)"
    r"\b:?\s*(?P<rest>.*)",
    re.DOTALL,
)
FIELD = re.compile(r"([A-Z][A-Za-z ]*): ([^\t\n]+)")
CRASH = re.compile(r"\[ERROR\] (?P<error_type>[\w.]+): (?P<message>[^\n]*)", re.DOTALL)
TIMEOUT = re.compile(r"\S+ (?P<request_id>[\w-]+) Task timed out after (?P<seconds>[\d.]+) seconds")

# Of every line of the runtime; the others say what happened.
COMMON = frozenset(
    {
        *("level", "location", "message", "timestamp", "service", "function", "request_id"),
        *("correlation_id", "xray_trace_id", "exception", "exception_name", "stack_trace"),
        *("outcome", "gateway_request_id"),
    }
)


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """A line; ``record`` is what it says by name, empty for a text of no known form."""

    at: datetime
    group: str
    text: str
    id: str = ""
    service: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)

    @property
    def level(self) -> str:
        return str(self.record.get("level") or "INFO")

    @property
    def function(self) -> str:
        """The function by its logical name, else the log group."""
        return short(str(self.record.get("function") or self.group))

    @property
    def correlation_id(self) -> str | None:
        return self.record.get("correlation_id") or None

    @property
    def words(self) -> str:
        """What happened, in a line."""
        if not self.record:
            return self.text.strip()
        if "sourceIp" in self.record:
            return _access(self.record)
        if "_aws" in self.record:
            return _metrics(self.record)
        said = [str(self.record.get("message") or "")]
        said += [f"{k}={v}" for k, v in self.record.items() if k not in COMMON and v is not None]
        trace = self.record.get("stack_trace")
        if isinstance(trace, dict) and trace.get("value"):
            said.append(str(trace["value"]).strip().partition("\n")[0])
        return " ".join(filter(None, said))


def parsed(event: Mapping[str, Any], group: str, service: str = "") -> LogLine:
    """A line of an event of CloudWatch Logs: ``timestamp`` in milliseconds, ``message``."""
    text = str(event["message"])
    return LogLine(
        at=datetime.fromtimestamp(int(event["timestamp"]) / 1000, UTC),
        group=group,
        text=text,
        id=str(event.get("eventId") or ""),
        service=service or group.partition("-")[0],
        record=record_of(text),
    )


def record_of(text: str) -> dict[str, Any]:
    """What a line says by name; empty if it is neither JSON nor one of Lambda's own."""
    try:
        found = json.loads(text)
    except ValueError:
        return _of_lambda(text)
    return found if isinstance(found, dict) else {}


def _of_lambda(text: str) -> dict[str, Any]:
    if found := PLATFORM.match(text):
        fields = {name.replace(" ", "_").lower(): v for name, v in FIELD.findall(found["rest"])}
        if request := re.match(r"RequestId: ([\w-]+)", found["rest"]):
            fields = {**fields, "requestid": request[1]}
        request_id = fields.pop("requestid", None)
        return {"message": found["event"], "request_id": request_id, **fields}
    if found := CRASH.match(text):
        return {"level": "ERROR", **found.groupdict()}
    if found := TIMEOUT.match(text):
        return {"level": "ERROR", "message": "timed out", **found.groupdict()}
    return {}


def _access(record: Mapping[str, Any]) -> str:
    """A line of an API's access log."""
    what = " ".join(filter(None, (record.get("method"), record.get("path"))))
    what = what or str(record.get("routeKey") or "")
    return f"{what} answered {record.get('status')} in {record.get('responseLatency', '?')} ms"


def _metrics(record: Mapping[str, Any]) -> str:
    """A line in CloudWatch's embedded metric format: ``metrics OrdersPlaced=1``."""
    directives = record["_aws"].get("CloudWatchMetrics", ())
    names = [metric["Name"] for each in directives for metric in each.get("Metrics", ())]
    return " ".join(["metrics", *(f"{name}={_value(record.get(name))}" for name in names)])


def _value(given: Any) -> str:
    values = given if isinstance(given, list) else [given]
    return ",".join(f"{value:g}" if isinstance(value, float) else str(value) for value in values)


def short(name: str) -> str:
    """A physical name as the program says it: ``orders-place-order-function-1a2b3c4`` is
    ``orders-place-order``.
    """
    last = name.rpartition("/")[2]
    return re.sub(r"(-(function|logs|queue|machine|stream))?(-[0-9a-f]{7})?(\.fifo)?$", "", last)
