"""Validation: what DynamoDB rejects in keys, items and values with a ``ValidationException``.

The limits: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from botocore.exceptions import ClientError

from tests.fakes.client_errors import client_error
from tests.fakes.tables import INDEXES, KEYS

# In bytes: of a partition key, of a sort key, of an item.
PARTITION_BYTES, SORT_BYTES, ITEM_BYTES = 2_048, 1_024, 400 * 1024
MAX_DIGITS = 38


def rejected(message: str) -> ClientError:
    return client_error("dynamodb", "ValidationException", message)


def check_key(table: str, key: Mapping[str, Any]) -> None:
    """The key of one item: its attributes and no others."""
    if key.keys() != set(KEYS[table]):
        raise rejected("The provided key element does not match the schema")
    _check_attributes(KEYS[table], key)


def check_item(table: str, item: Mapping[str, Any]) -> None:
    """A whole item, as it would be in the table and in its indexes."""
    check_values(item.values())
    missing = [name for name in KEYS[table] if name not in item]
    if missing:
        raise rejected(f"Missing the key {missing[0]} in the item")
    for keys in (KEYS[table], *(found for (of, _), found in INDEXES.items() if of == table)):
        _check_attributes(keys, item)
    size = sum(len(name.encode()) + _size(value) for name, value in item.items())
    if size > ITEM_BYTES:
        raise rejected("Item size has exceeded the maximum allowed size")


def check_query(call: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    """The key condition of a query, and the key at which it continues."""
    names, values = call["ExpressionAttributeNames"], call["ExpressionAttributeValues"]
    asked = {
        names[name]: values[value]
        for name, value in re.findall(r"(#\w+) = (:\w+)", call["KeyConditionExpression"])
    }
    _check_attributes(keys, asked)
    start = call.get("ExclusiveStartKey")
    if start is None:
        return
    _check_attributes(keys, start)
    check_start(start, {*keys, *KEYS[call["TableName"]]})
    begins = re.search(r"begins_with\((#\w+), (:\w+)\)", call["KeyConditionExpression"])
    is_outside = begins is not None and not start[names[begins[1]]]["S"].startswith(
        values[begins[2]]["S"]
    )
    if is_outside or any(start[name] != value for name, value in asked.items()):
        raise rejected("The provided starting key is outside query boundaries")


def check_start(start: Mapping[str, Any], names: set[str]) -> None:
    """The key at which a query or a scan continues."""
    if start.keys() != names:
        raise rejected("The provided starting key is invalid")
    _check_attributes(tuple(sorted(names)), start)


def check_values(values: Iterable[Any]) -> None:
    """Values of attributes and of expressions."""
    for value in values:
        [(kind, content)] = value.items()
        if kind in ("SS", "NS", "BS") and not content:
            raise rejected("An string set may not be empty")
        if kind in ("SS", "NS") and len(set(content)) < len(content):
            raise rejected("Input collection contains duplicates")
        for number in content if kind == "NS" else [content] if kind == "N" else ():
            _check_number(number)
        if kind in ("L", "M"):
            check_values(content if kind == "L" else content.values())


def _check_number(number: str) -> None:
    digits = "".join(map(str, Decimal(number).as_tuple().digits)).strip("0")
    if not Decimal(number).is_finite() or len(digits) > MAX_DIGITS:
        raise rejected("Attempting to store more than 38 significant digits in a Number")


def _check_attributes(keys: tuple[str, ...], attributes: Mapping[str, Any]) -> None:
    for place, name in enumerate(keys):
        if name not in attributes:
            continue
        text = attributes[name].get("S")
        if text is None:
            raise rejected(f"Type mismatch for key {name}, expected S")
        if not text:
            raise rejected(
                "The AttributeValue for a key attribute cannot contain an empty string value. "
                f"Key: {name}"
            )
        if len(text.encode()) > (SORT_BYTES if place else PARTITION_BYTES):
            raise rejected(f"Size of key {name} has exceeded the maximum size limit")


def _size(value: Mapping[str, Any]) -> int:
    [(kind, content)] = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return len(content) // 2 + 2
        case "SS" | "NS":
            return sum(len(entry.encode()) for entry in content)
        case "L":
            return 3 + sum(1 + _size(entry) for entry in content)
        case "M":
            return 3 + sum(1 + len(name.encode()) + _size(part) for name, part in content.items())
        case _:
            return 1
