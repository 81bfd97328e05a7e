"""Columns: the columns of a data lake's table, from the fields of a contract."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from contracts.contract import Contract

# Glue's types: https://docs.aws.amazon.com/athena/latest/ug/data-types.html
TYPES: dict[Any, str] = {bool: "boolean", int: "bigint", str: "string", date: "date"}


def columns_of(contract: type[Contract]) -> dict[str, str]:
    """Glue types by column, in the order of the fields; a column has the name of its field.

    Raises ``ValueError`` for a field that is not a text, a whole number, a truth value, a date or
    one of several texts; such a field is left to another table.
    """
    kind: Any = contract
    hints = get_type_hints(contract)
    return {field.name: _type(field.name, hints[field.name]) for field in fields(kind)}


def _type(name: str, hint: Any) -> str:
    found = _without_none(hint)
    if get_origin(found) is Literal:
        found = str
    if found not in TYPES:
        raise ValueError(f"{name} must be text, number, truth value or date, got {found}")
    return TYPES[found]


def _without_none(hint: Any) -> Any:
    """The type of an optional field."""
    if get_origin(hint) not in (Union, UnionType):
        return hint
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    return kinds[0] if len(kinds) == 1 else hint
