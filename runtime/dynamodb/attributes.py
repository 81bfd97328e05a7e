"""Attributes: plain JSON data to and from DynamoDB's form, where each value names its type."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def serialize_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item for the client; what is ``None`` is left out."""
    return {name: serialize(value) for name, value in item.items() if value is not None}


def deserialize_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item as the client returned it."""
    return {name: deserialize(value) for name, value in item.items()}


def serialize(value: Any) -> dict[str, Any]:
    """One value; a ``float`` is refused, since money is whole cents."""
    match value:
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case int() | Decimal():
            return {"N": str(value)}
        case list() | tuple():
            return {"L": [serialize(entry) for entry in value]}
        case set() | frozenset():
            return {"SS": sorted(value)}
        case Mapping():
            return {"M": serialize_item(value)}
        case _:
            raise TypeError(f"a table holds no {type(value).__name__}, got {value!r}")


def deserialize(value: Mapping[str, Any]) -> Any:
    """One value; a number is an ``int`` unless it has a fraction."""
    [(kind, content)] = value.items()
    match kind:
        case "N":
            number = Decimal(content)
            return int(number) if number == number.to_integral_value() else number
        case "L":
            return [deserialize(entry) for entry in content]
        case "M":
            return deserialize_item(content)
        case "SS":
            return set(content)
        case "NULL":
            return None
        case _:
            return content
