"""Schemas: the JSON schema of each contract, and the files that keep those of published events."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from contracts import draft4
from contracts.contract import Contract
from contracts.event import Event, Metadata

SCHEMAS = Path(__file__).parent / "schemas"
PROSE = {"title", "description"}


def schema_of(contract: type[Contract]) -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of a contract: camelCase, closed; the caller's own copy."""
    kind: Any = contract  # mypy takes the hash of its instances for that of the class
    return dict(json.loads(_schema_text(kind)))


@cache
def _schema_text(contract: Any) -> str:
    """Asked for by the check, the registry and every request model, and slow to make."""
    return json.dumps(TypeAdapter(contract).json_schema())


def request_model(contract: type[Contract]) -> dict[str, Any]:
    """The schema of a request body, as a request model of API Gateway: draft 4."""
    return draft4.to_draft4(schema_of(contract))


def detail_schema(event: type[Event]) -> dict[str, Any]:
    """The schema of an event's envelope: the metadata and the data."""
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
    """The schema of an event's envelope for EventBridge's schema registry: draft 4."""
    return draft4.to_draft4(detail_schema(event))


def schema_file(event: type[Event], folder: Path = SCHEMAS) -> Path:
    """The file with the schema of an event's version."""
    return folder / f"{event.detail_type}-v{event.version}.json"


def matches_record(event: type[Event], folder: Path = SCHEMAS) -> bool:
    """Whether an event's schema is the one on record for its version."""
    file = schema_file(event, folder)
    return file.is_file() and file.read_text(encoding="utf-8") == schema_text(detail_schema(event))


def schema_text(schema: dict[str, Any]) -> str:
    """The content of a schema file; titles and descriptions are no part of the contract."""
    return json.dumps(_meaning(schema), indent=2, sort_keys=True) + "\n"


def write_missing(events: Sequence[type[Event]], folder: Path = SCHEMAS) -> list[Path]:
    """Write the missing schema files and return them; the schema of a version never changes."""
    missing = [event for event in events if not schema_file(event, folder).is_file()]
    folder.mkdir(exist_ok=True)
    for event in missing:
        schema_file(event, folder).write_text(schema_text(detail_schema(event)), encoding="utf-8")
    return [schema_file(event, folder) for event in missing]


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
