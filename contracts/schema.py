"""Schemas: what each contract says as JSON schema, and the ledger of those that events once had."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from contracts import draft4
from contracts.contract import Contract
from contracts.event import Event, Metadata

SCHEMAS = Path(__file__).parent / "schemas"
PROSE = {"title", "description"}


def schema_of(contract: type[Contract]) -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of a contract: camelCase, closed."""
    return TypeAdapter(contract).json_schema()


def request_model(contract: type[Contract]) -> dict[str, Any]:
    """The same for a request model of API Gateway."""
    return draft4.to_draft4(schema_of(contract))


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


def registry_schema(event: type[Event]) -> dict[str, Any]:
    """The same for a schema registry: in draft 4, with nothing to look up elsewhere."""
    return draft4.to_draft4(detail_schema(event))


def schema_file(event: type[Event], ledger: Path = SCHEMAS) -> Path:
    """Where the schema of an event's version is written down for good."""
    return ledger / f"{event.detail_type}-v{event.version}.json"


def matches_record(event: type[Event], ledger: Path = SCHEMAS) -> bool:
    """Whether an event's schema still is the one on record for its version."""
    file = schema_file(event, ledger)
    return file.is_file() and file.read_text(encoding="utf-8") == schema_text(detail_schema(event))


def schema_text(schema: dict[str, Any]) -> str:
    """The text of a ledger file; prose is left out, so that only a change of meaning shows."""
    return json.dumps(_meaning(schema), indent=2, sort_keys=True) + "\n"


def write_missing(events: Sequence[type[Event]], ledger: Path = SCHEMAS) -> list[Path]:
    """Enter what the ledger does not have; what it has is a promise and is never overwritten."""
    missing = [event for event in events if not schema_file(event, ledger).is_file()]
    ledger.mkdir(exist_ok=True)
    for event in missing:
        schema_file(event, ledger).write_text(schema_text(detail_schema(event)), encoding="utf-8")
    return [schema_file(event, ledger) for event in missing]


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
