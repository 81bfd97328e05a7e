"""Schemas of what routes answer: from the dataclasses that they encode."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from contracts.contract import Contract, camel_case
from contracts.limits import MaxLen, MinLen
from contracts.schema import schema_of

Schema = dict[str, Any]

NAMED = "#/components/schemas/"


@dataclass(frozen=True)
class Shown:
    """A dataclass without the fields that callers do not get, and with some of their own; names
    are those of the JSON.
    """

    kind: type
    without: Sequence[str] = ()
    also: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page of a list: ``{name: [...], "nextToken": ...}``; the token is null on the last."""

    name: str
    kind: Any


class Schemas:
    """The schemas of one document: of types, with those that have a name kept in ``named``."""

    def __init__(self) -> None:
        self.named: dict[str, Schema] = {}

    def body(self, contract: type[Contract]) -> Schema:
        """The schema of a request body, as the contract has it."""
        schema = _moved(schema_of(contract))
        for name, part in {**schema.pop("$defs", {}), contract.__name__: schema}.items():
            self._keep(name, part)
        return {"$ref": NAMED + contract.__name__}

    def of(self, kind: Any) -> Schema:
        """The schema of a type as ``contracts.codec.encode`` writes its values; of a tuple, that of
        one of several.
        """
        match kind:
            case Shown():
                return self._object(kind.kind, kind.without, kind.also)
            case Page():
                items = {"type": "array", "items": self.of(kind.kind)}
                return _closed({kind.name: items, "nextToken": {"type": ["string", "null"]}})
            case tuple():
                return {"anyOf": [self.of(each) for each in kind]}
        if is_dataclass(kind):
            return self._object(kind)
        arguments = get_args(kind)
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            choices = [self.of(each) for each in arguments if each is not type(None)]
            return choices[0] if len(choices) == 1 else {"anyOf": choices}
        if origin in (tuple, list, frozenset):
            return {"type": "array", "items": self.of(arguments[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(arguments[1])}
        if origin is Annotated and get_origin(arguments[0]) is not None:
            return {**self.of(arguments[0]), **_sizes(arguments[1:])}
        return TypeAdapter(kind).json_schema()

    def _object(
        self, kind: Any, without: Sequence[str] = (), also: Mapping[str, Any] | None = None
    ) -> Schema:
        hints = get_type_hints(kind, include_extras=True)
        found = {camel_case(each.name): hints[each.name] for each in fields(kind)}
        found = {name: hint for name, hint in found.items() if name not in without} | (also or {})
        optional = [name for name, hint in found.items() if _may_be_left_out(hint)]
        self._keep(
            kind.__name__,
            {
                "title": kind.__name__,
                **_closed({name: self.of(hint) for name, hint in found.items()}, optional),
            },
        )
        return {"$ref": NAMED + kind.__name__}

    def _keep(self, name: str, schema: Schema) -> None:
        before = self.named.setdefault(name, schema)
        if before.get("properties") != schema.get("properties"):
            raise ValueError(f"two schemas of one document are called {name}")


def like(value: Any) -> Schema:
    """The schema of values such as this one: every field of it, and no other."""
    match value:
        case dict():
            return _closed({name: like(each) for name, each in value.items()})
        case list():
            return {"type": "array", "items": like(value[0]) if value else {}}
        case None:
            return {}
        case bool():
            return {"type": "boolean"}
        case int():
            return {"type": "integer"}
        case float():
            return {"type": "number"}
        case _:
            return {"type": "string"}


def _sizes(limits: Sequence[Any]) -> dict[str, int]:
    """The limits of a list's length."""
    found = {}
    for limit in limits:
        if isinstance(limit, MinLen):
            found["minItems"] = limit.min_length
        elif isinstance(limit, MaxLen):
            found["maxItems"] = limit.max_length
    return found


def _closed(properties: Mapping[str, Schema], optional: Sequence[str] = ()) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _may_be_left_out(hint: Any) -> bool:
    """Whether ``encode`` may leave the field out: it is None, or an empty set."""
    return type(None) in get_args(hint) or get_origin(hint) is frozenset


def _moved(schema: Any) -> Any:
    """A schema whose references lead to the components of the document."""
    if isinstance(schema, list):
        return [_moved(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        word: value.replace("#/$defs/", NAMED) if word == "$ref" else _moved(value)
        for word, value in schema.items()
    }
