"""Schema sample: a value that a JSON schema allows, as small as its limits let it be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

# Texts for a pattern, of which the first that matches and has the length is taken.
TEXTS = (
    "first-item",
    "GB",
    "2026-11-21",
    "2026-11-21T12:00:00.000Z",
    "5b712fe3-684e-5a45-a8d6-5ecc31df4ca4",
    "5b712fe3-684e-5a45-a8d6-5ecc31df4ca4-1",
    "alice@example.com",
    "image/png",
)


def sample(schema: Schema, document: Schema) -> Any:
    """A value of a schema; ``$ref`` is looked up in the document. Raises ``ValueError`` for a
    pattern that no text of ``TEXTS`` matches.
    """
    if "$ref" in schema:
        return sample(found(document, schema["$ref"]), document)
    for key in ("example", "const", "default"):
        if schema.get(key) is not None:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return sample(schema[key][0], document)
    kind = schema.get("type")
    if kind == "object":
        known = schema.get("properties", {})
        return {name: sample(known[name], document) for name in schema.get("required", ())}
    if kind == "array":
        return [sample(schema["items"], document)] * max(1, schema.get("minItems", 0))
    if kind in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    return True if kind == "boolean" else text_of(schema) if kind == "string" else None


def text_of(schema: Schema) -> str:
    """A text of the length, the pattern and the format of a schema."""
    low, high = schema.get("minLength", 0), schema.get("maxLength", 1000)
    pattern = r"\d{4}-\d\d-\d\d$" if schema.get("format") == "date" else schema.get("pattern", "")
    for text in TEXTS:
        if low <= len(text) <= high and re.search(pattern, text):
            return text
    filled = "sample".ljust(low, "-")[:high]
    if not re.search(pattern, filled):
        raise ValueError(f"no sample of a text matches {pattern}; TEXTS has none")
    return filled


def found(document: Schema, reference: str) -> Schema:
    """The part of a document that ``#/a/b`` names."""
    part: Any = document
    for name in reference.removeprefix("#/").split("/"):
        part = part[name]
    return dict(part)
