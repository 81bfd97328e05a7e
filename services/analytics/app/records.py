"""The records of the stream: messages in their envelopes, each with its kind.

``{"kind": "ItemClicked", "metadata": ..., "data": ...}``: by its kind a consumer knows what the
data is, and a filter of its event source mapping selects what it consumes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.envelope import wrap
from contracts.event import Message
from services.analytics.app.lake import TABLES

KINDS = {rows.contract.__name__: rows for rows in TABLES}


class UnknownKind(ValueError):
    """A record of the stream is not of a kind that analytics knows."""


def record_of(message: Message, correlation_id: str) -> dict[str, Any]:
    """The record of a message; ``ContractViolation`` if it is not valid."""
    return recorded(wrap(message, correlation_id), type(message))


def recorded(envelope: Mapping[str, Any], contract: type[Message]) -> dict[str, Any]:
    """The record of an envelope that holds a message of a contract; it is not checked."""
    return {**envelope, "kind": contract.__name__}


def kind_of(record: Any) -> str:
    """The kind of a record; ``UnknownKind`` for any that is not in ``KINDS``."""
    kind = record.get("kind") if isinstance(record, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise UnknownKind(f"the kind of a record must be one of {', '.join(KINDS)}, got {kind!r}")
    return kind
