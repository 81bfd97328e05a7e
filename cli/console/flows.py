"""Flows: what the lines of the log say of events that moved along the edges of the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from cli.observe.log_line import LogLine
from cli.repair.causes import FAILED


class Flow(NamedTuple):
    """An event on its way: from a service to an event, or from an event to its consumer.

    A failure has no ``target``: a line about it names the message, and not its event.
    """

    source: str
    target: str
    failed: bool = False


def flow_of(line: LogLine) -> Flow | None:
    """The flow that a line is about: ``runtime`` logs one for each event that it publishes, and one
    for each message that a consumer processed or failed with.
    """
    record = line.record
    service = str(record.get("service") or line.service)
    if record.get("outcome") == FAILED:
        return Flow(service, "", failed=True)
    if record.get("outcome") and record.get("message_type"):
        return Flow(str(record["message_type"]), service)
    if record.get("event") and not record.get("outcome"):
        return Flow(service, str(record["event"]))
    return None


def counted(lines: Iterable[LogLine]) -> list[dict[str, Any]]:
    """The flows of some lines for the page: each with how often it was seen."""
    found = Counter(flow for line in lines if (flow := flow_of(line)))
    return [{**flow._asdict(), "count": count} for flow, count in found.items()]
