"""Publishing: announces events on the bus; what it does not take is offered again, or raised."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from contracts.envelope import wrap
from contracts.event import Event
from runtime.clients.aws import client
from runtime.environment import environment
from runtime.observability import current_correlation_id, logger
from runtime.retry import with_retries

EVENT_BUS = environment("EVENT_BUS")

# What one PutEvents takes.
BATCH = 10
ATTEMPTS = 3


class PublishFailed(Exception):
    """The bus did not take every event; whoever announces must do so again."""


@dataclass(frozen=True)
class OutgoingEvent:
    """An event, whose conversation it belongs to, and its id if it may have been told before."""

    event: Event
    correlation_id: str
    event_id: str | None = None


def publish(*events: Event) -> None:
    """Announce events under the correlation id of this invocation."""
    publish_all([OutgoingEvent(event, current_correlation_id()) for event in events])


def publish_all(announcements: Sequence[OutgoingEvent]) -> None:
    """Announce events of several conversations; raises ``PublishFailed`` if not all were taken."""
    entries = [_entry(announcement) for announcement in announcements]
    for start in range(0, len(entries), BATCH):
        left = entries[start : start + BATCH]
        with_retries(partial(_put_events, left), PublishFailed, attempts=ATTEMPTS)
    logger.debug("published", events=[entry["DetailType"] for entry in entries])


def _put_events(left: list[dict[str, Any]]) -> None:
    """Offer what is left to the bus; what it takes is left no more."""
    try:
        results = client("events").put_events(Entries=left)["Entries"]
    except Exception as error:
        raise PublishFailed(f"the bus does not answer: {error}") from error
    codes = [result.get("ErrorCode") for result in results]
    left[:] = [entry for entry, code in zip(left, codes, strict=True) if code]
    if left:
        names = sorted({entry["DetailType"] for entry in left})
        raise PublishFailed(f"{', '.join(names)}: {', '.join(sorted(filter(None, codes)))}")


def _entry(announcement: OutgoingEvent) -> dict[str, Any]:
    event = announcement.event
    sealed = wrap(event, announcement.correlation_id, announcement.event_id)
    return {
        "EventBusName": EVENT_BUS,
        "Source": event.source,
        "DetailType": event.detail_type,
        "Detail": json.dumps(sealed, separators=(",", ":")),
    }
