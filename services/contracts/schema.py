"""Schemas: what each contract says as JSON schema, and the ledger of those that events once had."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from services.contracts import draft4
from services.contracts.contract import Contract
from services.contracts.event import Event, Metadata

LEDGER = Path(__file__).parent / "schemas"
PROSE = {"title", "description"}


def schema_of(contract: type[Contract]) -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of a contract: camelCase, closed."""
    return TypeAdapter(contract).json_schema()


def gateway_model(contract: type[Contract]) -> dict[str, Any]:
    """The same for a request model of API Gateway."""
    return draft4.reduced(schema_of(contract))


def detail_schema(event: type[Event]) -> dict[str, Any]:
    """The schema of what an announcement carries: the metadata, and the data of this event."""
    data, metadata = schema_of(event), schema_of(Metadata)
    named = {**data.pop("$defs", {}), "Metadata": metadata}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {"metadata": {"$ref": "#/$defs/Metadata"}, "data": data},
        "required": ["metadata", "data"],
        "additionalProperties": False,
        "$defs": named,
    }


def registered(event: type[Event]) -> dict[str, Any]:
    """The same for a schema registry: in draft 4, with nothing to look up elsewhere."""
    return draft4.reduced(detail_schema(event))


def ledger_file(event: type[Event], ledger: Path = LEDGER) -> Path:
    """Where the schema of an event's version is written down for good."""
    return ledger / f"{event.detail_type}-v{event.version}.json"


def written(schema: dict[str, Any]) -> str:
    """The text of a ledger file; prose is left out, so that only a change of meaning shows."""
    return json.dumps(_meaning(schema), indent=2, sort_keys=True) + "\n"


def broken_promises(events: Sequence[type[Event]], ledger: Path = LEDGER) -> list[str]:
    """Events whose schema is no longer what the ledger says of their version, and who suffers."""
    return [
        _complaint(event, ledger)
        for event in events
        if not ledger_file(event, ledger).is_file()
        or ledger_file(event, ledger).read_text(encoding="utf-8") != written(detail_schema(event))
    ]


def write(events: Sequence[type[Event]], ledger: Path = LEDGER) -> list[Path]:
    """Enter what the ledger does not have; what it has is a promise and is never overwritten."""
    missing = [event for event in events if not ledger_file(event, ledger).is_file()]
    ledger.mkdir(exist_ok=True)
    for event in missing:
        ledger_file(event, ledger).write_text(written(detail_schema(event)), encoding="utf-8")
    return [ledger_file(event, ledger) for event in missing]


def _complaint(event: type[Event], ledger: Path) -> str:
    from services.cards import CARDS

    producers = [card.name for card in CARDS if event in card.announces]
    consumers = [card.name for card in CARDS if event in card.listens]
    if not ledger_file(event, ledger).is_file():
        return f"{event.detail_type} version {event.version} is not in the ledger yet: write it"
    return (
        f"{event.detail_type} is announced by {', '.join(producers)} and read by "
        f"{', '.join(consumers) or 'nobody'}, but its schema is no longer that of version "
        f"{event.version}: give it version={event.version + 1}, then write the ledger"
    )


def _meaning(part: Any) -> Any:
    if isinstance(part, list):
        return [_meaning(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    return {
        word: _meaning(value)
        for word, value in part.items()
        if not (word in PROSE and isinstance(value, str))
    }


def main() -> int:
    """``python -m services.contracts.schema [--write]``: check the ledger, or add to it."""
    from services.cards import EVENTS

    parser = argparse.ArgumentParser(prog="services.contracts.schema", description=__doc__)
    parser.add_argument("--write", action="store_true", help="enter new events and new versions")
    if parser.parse_args().write:
        for path in write(EVENTS):
            print(f"wrote {path.name}")
    broken = broken_promises(EVENTS)
    print("\n".join(broken) or f"{len(EVENTS)} events are as the ledger says")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
