"""Schema check: refuses an event whose schema changed without a new version."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from contracts.event import Event
from contracts.schema import SCHEMAS, matches_record, schema_file, write_missing
from microservice.card import Card
from program.cards import CARDS, EVENTS


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


def main() -> int:
    """``python -m program.schema_check [--write]``: check the schemas on record, or add to them."""
    parser = argparse.ArgumentParser(prog="program.schema_check", description=__doc__)
    parser.add_argument("--write", action="store_true", help="record new events and new versions")
    if parser.parse_args().write:
        for path in write_missing(EVENTS):
            print(f"wrote {path.name}")
    wrong = changed_schemas(CARDS)
    print("\n".join(wrong) or f"{len(EVENTS)} events have the schemas on record")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
