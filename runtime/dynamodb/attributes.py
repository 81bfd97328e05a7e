"""Attributes: Python values to and from DynamoDB's attribute values (``{"S": "text"}``)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def serialize_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item as boto3's client takes it; ``None`` is left out."""
    return {name: serialize(value) for name, value in item.items() if value is not None}


def deserialize_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item that boto3's client returned."""
    return {name: deserialize(value) for name, value in item.items()}


def serialize(value: Any) -> dict[str, Any]:
    """One value; ``TypeError`` for a ``float``, which DynamoDB cannot hold exactly."""
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
    """One value; a number is an ``int``, or a ``Decimal`` if it has a fraction."""
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
