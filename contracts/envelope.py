"""Envelope: the JSON object in which a message is sent, ``{"metadata": ..., "data": ...}``."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from contracts.codec import decode, encode
from contracts.event import Message, Metadata
from contracts.violation import ContractViolation, Problem

M = TypeVar("M", bound=Message)


# The time in the last envelope, in a list of one.
_last = [datetime.min.replace(tzinfo=UTC)]


def now() -> str:
    """The current time in UTC to the millisecond, as ``2026-11-21T12:00:00.000Z``."""
    return _text(datetime.now(UTC))


def next_time() -> str:
    """The current time, but later than any that this returned before: a consumer sees which of two
    events of one publisher is the later one, though both are of one millisecond.
    """
    _last[0] = max(datetime.now(UTC), _last[0] + timedelta(milliseconds=1))
    return _text(_last[0])


def _text(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def wrap(message: Message, correlation_id: str, event_id: str | None = None) -> dict[str, Any]:
    """The envelope of a message, as JSON data; raises ``ContractViolation`` if it is not valid.

    ``event_id`` must be given if the same event may be published again; without it the event gets a
    new one.
    """
    data = encode(message)
    decode(type(message), data)
    metadata = Metadata(
        event_id=event_id or str(uuid.uuid4()),
        version=type(message).version,
        correlation_id=correlation_id,
        occurred_at=next_time(),
    )
    return {"metadata": encode(metadata), "data": data}


def unwrap(contract: type[M], envelope: Any) -> tuple[M, Metadata]:
    """The message in an envelope and its metadata.

    Raises ``ContractViolation`` if either is not valid, or if the message has another version.
    """
    parts = envelope if isinstance(envelope, dict) else {}
    metadata = decode(Metadata, parts.get("metadata"))
    if metadata.version != contract.version:
        expected, given = f"version {contract.version}", f"version {metadata.version}"
        raise ContractViolation(contract.__name__, [Problem("metadata.version", expected, given)])
    return decode(contract, parts.get("data")), metadata


def correlation_id_of(envelope: Any) -> str | None:
    """The correlation id in an envelope, unchecked; None where there is none."""
    metadata = envelope.get("metadata") if isinstance(envelope, dict) else None
    found = metadata.get("correlationId") if isinstance(metadata, dict) else None
    return found if isinstance(found, str) and found else None
