"""Event bus: publishes events in batches by number and size, and retries what the bus rejects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from contracts.envelope import wrap
from contracts.event import Event
from runtime.batches import batches
from runtime.clients.aws import client, error_code
from runtime.environment import environment
from runtime.observability import current_correlation_id, logger
from runtime.retry import with_retries
from runtime.subjects import subject_of

EVENT_BUS = environment("EVENT_BUS")

# The most entries of one PutEvents, and the most bytes of all its entries:
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
ENTRIES_PER_CALL = 10
BYTES_PER_CALL = 256 * 1024
ATTEMPTS = 3


class PublishFailed(Exception):
    """The bus did not accept every event; the caller must publish again.

    ``rejected`` are the places of those not accepted among the events that were to be published.
    """

    def __init__(self, reason: str, rejected: Sequence[int] = ()) -> None:
        super().__init__(reason)
        self.rejected = tuple(rejected)


class EventTooLarge(ValueError):
    """An event is larger than the bus accepts, so that no retry helps."""


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
    """Publish events with correlation ids of their own; ``PublishFailed`` as ``publish``.

    If one of them breaks its contract, or is larger than ``BYTES_PER_CALL``, nothing is published:
    ``ContractViolation``, ``EventTooLarge``.
    """
    entries = [_entry(event) for event in events]
    done = 0
    # All of them before the first call, so that one that is too large is refused with the rest.
    calls = [*batches(entries, _size, most=ENTRIES_PER_CALL, most_bytes=BYTES_PER_CALL)]
    for batch in calls:
        left = list(batch)
        try:
            with_retries(partial(_put_events, left), PublishFailed, attempts=ATTEMPTS)
        except PublishFailed as error:
            again = [place for place, entry in enumerate(batch, done) if _is_in(left, entry)]
            later = range(done + len(batch), len(entries))
            raise PublishFailed(str(error), (*again, *later)) from error
        done += len(batch)
    for outgoing in events:
        _log(outgoing)


def check(outgoing: OutgoingEvent) -> None:
    """``ContractViolation`` or ``EventTooLarge`` for an event that could not be published."""
    _size(_entry(outgoing))


def _log(outgoing: OutgoingEvent) -> None:
    """A line for each event, under its own correlation id: those of one call may have several. An
    event of a failure says its reason there.
    """
    event = outgoing.event
    reason = getattr(event, "reason", None)
    logger.info(
        "event published",
        correlation_id=outgoing.correlation_id,
        event=event.detail_type,
        **subject_of(event),
        **({"reason": reason} if reason else {}),
    )


def _put_events(left: list[dict[str, Any]]) -> None:
    """One call; removes the entries that the bus accepted from ``left``."""
    try:
        results = client("events").put_events(Entries=left)["Entries"]
    except Exception as error:
        code = error_code(error)
        cause = f"the bus rejects the call: {code}" if code else "the bus does not respond"
        raise PublishFailed(f"{cause}: {error}") from error
    codes = [result.get("ErrorCode") for result in results]
    left[:] = [entry for entry, code in zip(left, codes, strict=True) if code]
    if left:
        names = sorted({entry["DetailType"] for entry in left})
        raise PublishFailed(f"{', '.join(names)}: {', '.join(sorted(filter(None, codes)))}")


def _is_in(entries: Sequence[dict[str, Any]], entry: dict[str, Any]) -> bool:
    """Whether it is this very entry: two events of one batch may be equal."""
    return any(each is entry for each in entries)


def _size(entry: Mapping[str, str]) -> int:
    """The bytes of an entry, as the bus counts them; ``EventTooLarge`` if it takes no such entry.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/calculate-putevents-entry-size.html
    """
    size = sum(len(entry[part].encode()) for part in ("Source", "DetailType", "Detail"))
    if size > BYTES_PER_CALL:
        name = entry["DetailType"]
        raise EventTooLarge(f"{name} may have {BYTES_PER_CALL} bytes, got {size}")
    return size


def _entry(outgoing: OutgoingEvent) -> dict[str, Any]:
    event = outgoing.event
    envelope = wrap(event, outgoing.correlation_id, outgoing.event_id)
    return {
        "EventBusName": EVENT_BUS,
        "Source": event.source,
        "DetailType": event.detail_type,
        "Detail": json.dumps(envelope, separators=(",", ":")),
    }
