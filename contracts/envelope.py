"""Envelope: the metadata that travels beside the data of an event or a message."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any, TypeVar

from contracts.codec import decode, encode
from contracts.event import Message, Metadata
from contracts.violation import ContractViolation, Problem

M = TypeVar("M", bound=Message)


def now() -> str:
    """This moment in UTC to the millisecond, as contracts write it."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"


def wrap(message: Message, correlation_id: str, event_id: str | None = None) -> dict[str, Any]:
    """The message with its metadata; raises ``ContractViolation`` rather than send what is wrong.

    Who tells the same thing again under the same ``event_id`` tells one event; without it, each
    telling is an event of its own.
    """
    data = encode(message)
    decode(type(message), data)
    metadata = Metadata(
        event_id=event_id or str(uuid.uuid4()),
        version=type(message).version,
        correlation_id=correlation_id,
        occurred_at=now(),
    )
    return {"metadata": encode(metadata), "data": data}


def unwrap(contract: type[M], sealed: Any) -> tuple[M, Metadata]:
    """What ``wrap`` made; ``ContractViolation`` also for another version."""
    parts = sealed if isinstance(sealed, dict) else {}
    metadata = decode(Metadata, parts.get("metadata"))
    if metadata.version != contract.version:
        wanted, given = f"version {contract.version}", f"version {metadata.version}"
        raise ContractViolation(contract.__name__, [Problem("metadata.version", wanted, given)])
    return decode(contract, parts.get("data")), metadata
