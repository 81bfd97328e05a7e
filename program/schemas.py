"""Schemas: an event whose schema changed without a new version is refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from contracts.event import Event
from contracts.schema import SCHEMAS, matches_record, schema_file
from microservice.card import Card


def changed_schemas(cards: Sequence[Card], folder: Path = SCHEMAS) -> list[str]:
    """Events whose schema differs from the one on record for their version, with the services
    that publish and consume them.
    """
    published = [event for card in cards for event in card.publishes]
    return [
        _problem(event, cards, folder) for event in published if not matches_record(event, folder)
    ]


def _problem(event: type[Event], cards: Sequence[Card], folder: Path) -> str:
    if not schema_file(event, folder).is_file():
        return (
            f"{event.detail_type} version {event.version} has no schema on record: "
            "run python -m program.schema_check --write"
        )
    publishers = [card.name for card in cards if event in card.publishes]
    consumers = [card.name for card in cards if event in card.subscribes]
    return (
        f"{event.detail_type} is published by {', '.join(publishers)} and consumed by "
        f"{', '.join(consumers) or 'no service'}, but its schema is no longer that of version "
        f"{event.version}: give it version={event.version + 1}, "
        "then run python -m program.schema_check --write"
    )
