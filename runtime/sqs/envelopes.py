"""Opening: finds the message in the body in which a bus or a topic delivers it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from contracts.envelope import unwrap
from contracts.event import Event, Message, Metadata


class UnexpectedMessage(ValueError):
    """A body that is not one of the messages this function is there for."""


def decode_body(kinds: Sequence[type[Message]], body: Any) -> tuple[Message, Metadata]:
    """The message and its metadata; raises ``UnexpectedMessage`` or ``ContractViolation``."""
    if not isinstance(body, dict):
        raise UnexpectedMessage(f"the body must be an object, got a {type(body).__name__}")
    if body.get("Type") == "Notification":
        [kind] = kinds
        return unwrap(kind, json.loads(body.get("Message") or "null"))
    for kind in kinds:
        if issubclass(kind, Event) and _names(kind) == (
            body.get("source"),
            body.get("detail-type"),
        ):
            return unwrap(kind, body.get("detail"))
    expected = ", ".join(kind.__name__ for kind in kinds)
    raise UnexpectedMessage(
        f"expected {expected}, got {body.get('detail-type')!r} from {body.get('source')!r}"
    )


def _names(kind: type[Event]) -> tuple[str, str]:
    return kind.source, kind.detail_type
