"""Event pattern: what a rule on the bus matches, from the classes of the events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contracts.contract import camel_case
from contracts.event import Event
from microservice.card import Card


def pattern_of(
    events: Sequence[type[Event]], where: Mapping[str, Sequence[Any]] | None = None
) -> dict[str, Any]:
    """The EventBridge pattern that matches these events, by source and detail type.

    ``where`` narrows it by fields of the events' data: ``{"mode": ("saga",)}``. Raises
    ``ValueError`` for a field that none of the events has.
    """
    pattern: dict[str, Any] = {
        "source": sorted({event.source for event in events}),
        "detail-type": sorted(event.detail_type for event in events),
    }
    if not where:
        return pattern
    known = {name for event in events for name in event.__annotations__}
    if unknown := sorted(set(where) - known):
        raise ValueError(
            f"a pattern of {', '.join(pattern['detail-type'])} cannot ask for "
            f"{', '.join(unknown)}; the events have {', '.join(sorted(known))}"
        )
    data = {camel_case(name): list(values) for name, values in where.items()}
    return {**pattern, "detail": {"data": data}}


def check_subscribed(card: Card, events: Sequence[type[Event]]) -> None:
    """Raise ``ValueError`` for events that the card does not list under ``subscribes``."""
    unlisted = [event.__name__ for event in events if event not in card.subscribes]
    if unlisted:
        raise ValueError(
            f"{card.name} subscribes to {', '.join(unlisted)}, "
            "which its card does not list under subscribes"
        )
