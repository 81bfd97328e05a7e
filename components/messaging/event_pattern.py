"""Event patterns: which events of a bus a rule matches, live ones and replayed ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.document import document

# The field that a replayed event carries, and a live one does not.
REPLAY = "replay-name"
LIVE = {"exists": False}


def check(pattern: Mapping[str, Any]) -> None:
    """Raise ``ValueError`` for a pattern that matches everything, or that names replays itself."""
    if not pattern:
        raise ValueError("pattern must name at least one field; an empty one matches all")
    if REPLAY in pattern:
        raise ValueError(
            f"pattern must leave {REPLAY} to the component, got {document(pattern[REPLAY])}"
        )


def for_consumer(pattern: Mapping[str, Any], consumer: str) -> dict[str, Any]:
    """Match live events, and replays whose name begins with the consumer's name and a dot."""
    return {**pattern, REPLAY: [LIVE, {"prefix": f"{consumer}."}]}


def live_only(pattern: Mapping[str, Any]) -> dict[str, Any]:
    """Match live events only: what was sent outside this bus is not sent again by a replay."""
    return {**pattern, REPLAY: [LIVE]}
