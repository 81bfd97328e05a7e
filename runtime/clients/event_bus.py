"""Event bus: publishes events, with retries for those that the bus rejects."""

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

# The most entries of one PutEvents.
ENTRIES_PER_CALL = 10
ATTEMPTS = 3


class PublishFailed(Exception):
    """The bus did not accept every event; the caller must publish again."""


@dataclass(frozen=True)
class OutgoingEvent:
    """An event with its correlation id, and its id if it may have been published before."""

    event: Event
    correlation_id: str
    event_id: str | None = None


def publish(*events: Event) -> None:
    """Publish events under the current correlation id; ``PublishFailed`` if one is rejected."""
    publish_all([OutgoingEvent(event, current_correlation_id()) for event in events])


def publish_all(events: Sequence[OutgoingEvent]) -> None:
    """Publish events with correlation ids of their own; ``PublishFailed`` as ``publish``."""
    entries = [_entry(event) for event in events]
    for start in range(0, len(entries), ENTRIES_PER_CALL):
        left = entries[start : start + ENTRIES_PER_CALL]
        with_retries(partial(_put_events, left), PublishFailed, attempts=ATTEMPTS)
    logger.debug("events published", events=[entry["DetailType"] for entry in entries])


def _put_events(left: list[dict[str, Any]]) -> None:
    """One call; removes the entries that the bus accepted from ``left``."""
    try:
        results = client("events").put_events(Entries=left)["Entries"]
    except Exception as error:
        raise PublishFailed(f"the bus does not respond: {error}") from error
    codes = [result.get("ErrorCode") for result in results]
    left[:] = [entry for entry, code in zip(left, codes, strict=True) if code]
    if left:
        names = sorted({entry["DetailType"] for entry in left})
        raise PublishFailed(f"{', '.join(names)}: {', '.join(sorted(filter(None, codes)))}")


def _entry(outgoing: OutgoingEvent) -> dict[str, Any]:
    event = outgoing.event
    envelope = wrap(event, outgoing.correlation_id, outgoing.event_id)
    return {
        "EventBusName": EVENT_BUS,
        "Source": event.source,
        "DetailType": event.detail_type,
        "Detail": json.dumps(envelope, separators=(",", ":")),
    }
