"""Attributes: Python values to and from DynamoDB's attribute values (``{"S": "text"}``)."""

from __future__ import annotations

from collections.abc import Mapping, Set
from decimal import Decimal
from typing import Any

# The most digits of a number; DynamoDB rejects more rather than round.
MAX_DIGITS = 38


def serialize_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item as boto3's client takes it; ``None`` is left out."""
    return {name: serialize(value) for name, value in item.items() if value is not None}


def deserialize_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item that boto3's client returned."""
    return {name: deserialize(value) for name, value in item.items()}


def serialize(value: Any) -> dict[str, Any]:
    """One value; a set holds texts only, or numbers only.

    ``TypeError`` for a ``float``, which DynamoDB cannot hold exactly, and for what else it cannot
    hold; ``ValueError`` for an empty set, and for a number that is not finite or has more than
    ``MAX_DIGITS`` digits.
    """
    match value:
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case int() | Decimal():
            return {"N": _number(value)}
        case list() | tuple():
            return {"L": [serialize(entry) for entry in value]}
        case set() | frozenset():
            return _set(value)
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
        case "NS":
            return {deserialize({"N": entry}) for entry in content}
        case "NULL":
            return None
        case _:
            return content


def _number(value: int | Decimal) -> str:
    number = Decimal(value)
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    if not number.is_finite() or len(digits) > MAX_DIGITS:
        raise ValueError(f"a number must be finite, of at most {MAX_DIGITS} digits, got {value}")
    return str(value)


def _set(values: Set[Any]) -> dict[str, Any]:
    if not values:
        raise ValueError("a set in a table must have at least 1 entry, got an empty one")
    if all(isinstance(value, str) for value in values):
        return {"SS": sorted(values)}
    if all(isinstance(value, (int, Decimal)) and not isinstance(value, bool) for value in values):
        return {"NS": [_number(value) for value in sorted(values)]}
    kinds = ", ".join(sorted({type(value).__name__ for value in values}))
    raise TypeError(f"a set in a table holds texts only or numbers only, got {kinds}")
