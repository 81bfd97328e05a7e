"""Draft 4: JSON schemas in the version that API Gateway and EventBridge's registry support."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DIALECT = "http://json-schema.org/draft-04/schema#"

# Keywords that mean the same in both versions; any other is rewritten below, or an error.
KEPT = {
    "additionalProperties",
    "enum",
    "format",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "pattern",
    "required",
    "type",
}
DROPPED = {"$defs", "$schema", "default", "description", "title"}


def to_draft4(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema without references, unions and constants; ``ValueError`` for other keywords."""
    return {"$schema": DIALECT, **_reduced(schema, schema.get("$defs", {}))}


def _reduced(schema: Mapping[str, Any], named: Mapping[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for word, value in schema.items():
        match word:
            case "$ref":
                result |= _reduced(named[value.rpartition("/")[2]], named)
            case "anyOf":
                result |= _nullable(value, named)
            case "const":
                result["enum"] = [value]
            case "exclusiveMinimum" | "exclusiveMaximum":
                result |= {word: True, word.removeprefix("exclusive").lower(): value}
            case "properties":
                result[word] = {name: _reduced(part, named) for name, part in value.items()}
            case "items":
                result[word] = _reduced(value, named)
            case "additionalProperties" if isinstance(value, dict):
                result[word] = _reduced(value, named)
            case _ if word in KEPT:
                result[word] = value
            case _ if word not in DROPPED:
                raise ValueError(f"API Gateway's models know no {word}, got {value!r}")
    return result


def _nullable(choices: list[dict[str, Any]], named: Mapping[str, Any]) -> dict[str, Any]:
    """An optional field: pydantic writes a union with null, draft 4 has a list of types."""
    given = [choice for choice in choices if choice != {"type": "null"}]
    if len(given) != 1 or len(given) == len(choices):
        raise ValueError(f"a model may be of one type or null, got a union of {choices!r}")
    only = _reduced(given[0], named)
    if "enum" in only:
        only["enum"] = [*only["enum"], None]
    return {**only, "type": [only["type"], "null"]}
