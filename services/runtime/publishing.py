"""Publishing: announces events on the bus; what it does not take is offered again, or raised."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from services.contracts.envelope import seal
from services.contracts.event import Event
from services.runtime.clients import client
from services.runtime.environment import environment
from services.runtime.observability import correlation, logger
from services.runtime.retry import retried

EVENT_BUS = environment("EVENT_BUS")

# What one PutEvents takes.
BATCH = 10
ATTEMPTS = 3


class NotPublished(Exception):
    """The bus did not take every event; whoever announces must do so again."""


def publish(*events: Event) -> None:
    """Announce events under the correlation id of this invocation."""
    entries = [_entry(event, correlation()) for event in events]
    for start in range(0, len(entries), BATCH):
        left = entries[start : start + BATCH]
        retried(partial(_offer, left), NotPublished, attempts=ATTEMPTS)
    logger.debug("published", events=[event.detail_type for event in events])


def _offer(left: list[dict[str, Any]]) -> None:
    """Offer what is left to the bus; what it takes is left no more."""
    try:
        results = client("events").put_events(Entries=left)["Entries"]
    except Exception as error:
        raise NotPublished(f"the bus does not answer: {error}") from error
    codes = [result.get("ErrorCode") for result in results]
    left[:] = [entry for entry, code in zip(left, codes, strict=True) if code]
    if left:
        names = sorted({entry["DetailType"] for entry in left})
        raise NotPublished(f"{', '.join(names)}: {', '.join(sorted(filter(None, codes)))}")


def _entry(event: Event, correlation_id: str) -> dict[str, Any]:
    return {
        "EventBusName": EVENT_BUS,
        "Source": event.source,
        "DetailType": event.detail_type,
        "Detail": json.dumps(seal(event, correlation_id), separators=(",", ":")),
    }
