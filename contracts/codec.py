"""Codec: frozen dataclasses to plain data and back, strict, without a validation library.

Contracts use it for JSON, ``runtime.dynamodb.rows`` for the items of tables. A field ``order_id``
is ``orderId`` in the data; a field that is ``None`` is left out. ``readers`` lists the kinds that a
field may have, and what each accepts.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from contracts.contract import Contract, camel_case
from contracts.readers import Reading, reader
from contracts.violation import ContractViolation

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

C = TypeVar("C", bound=Contract)


def encode(value: DataclassInstance | Contract) -> dict[str, Any]:
    """The fields of a dataclass as plain data: lists and dictionaries, dates as ``YYYY-MM-DD``.

    A set or a ``Decimal`` stays what it is; an empty set is left out, as ``None`` is.
    """
    kind: Any = type(value)
    named = ((wire, getattr(value, name)) for name, wire in _names(kind))
    return {wire: _plain(found) for wire, found in named if not _is_left_out(found)}


def decode(contract: type[C], data: Any) -> C:
    """The contract in JSON data; raises ``ContractViolation`` with all that is wrong."""
    decoded: C = decode_value(contract, data, name=contract.__name__)
    return decoded


def decode_value(
    kind: Any, data: Any, *, path: str = "", name: str = "value", ignore_unknown: bool = False
) -> Any:
    """``data`` as a ``kind``: a dataclass or the type of a field; raises ``ContractViolation``.

    ``path`` and ``name`` say in the error where the data comes from. ``ignore_unknown`` accepts
    fields that a dataclass does not have, and drops them.
    """
    reading = Reading(ignore_unknown=ignore_unknown)
    value = reader(kind)(data, (None, path), reading)
    if reading.problems:
        raise ContractViolation(name, reading.problems)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, (str, int)):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return encode(value)
    if isinstance(value, (tuple, list)):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def _is_left_out(value: Any) -> bool:
    return value is None or (isinstance(value, frozenset) and not value)


@cache
def _names(kind: Any) -> tuple[tuple[str, str], ...]:
    """The fields of a dataclass: the name in Python and the name in the data."""
    return tuple((field.name, camel_case(field.name)) for field in fields(kind))
