"""Readers: how the type of a field is read from plain data; each is prepared once and then reused.

A field may be ``str``, ``int``, ``bool``, ``Decimal``, ``date``, a ``Literal`` of texts, another
dataclass, ``tuple[T, ...]``, ``list[T]``, ``dict[str, T]``, ``frozenset[str]``, or any of these
``| None`` with the default ``None``. ``Annotated`` adds limits: ``Ge``, ``Le``, ``MinLen``,
``MaxLen``, ``Matches``. No value is converted: ``1`` is no text, ``true`` and ``1.0`` are no whole
numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from contracts.contract import camel_case
from contracts.limits import checks, shown
from contracts.violation import Problem

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
NAMES = {int: "a whole number", str: "text", bool: "true or false"}

# Returned for data that could not be read; the problem has been reported.
INVALID: Any = object()


class Reading:
    """One run of a reader: the problems found so far, and whether unknown fields are accepted."""

    def __init__(self, *, ignore_unknown: bool) -> None:
        self.ignore_unknown = ignore_unknown
        self.problems: list[Problem] = []

    def report(self, path: Path, limit: str, given: str) -> Any:
        """Record a problem; returns ``INVALID``."""
        self.problems.append(Problem(_written(path), limit, given))
        return INVALID


# The place of a value, as the place that it is in and a name or an index; written out only if there
# is a problem.
Path: TypeAlias = tuple[Any, "str | int"]
Reader: TypeAlias = Callable[[Any, Path, Reading], Any]


@cache
def reader(kind: Any) -> Reader:
    """The reader of a type; ``TypeError`` for one that has none."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _limited(arguments[0], arguments[1:])
    if origin in (Union, UnionType):
        return _optional(kind, arguments)
    if origin is Literal:
        return _choice(arguments)
    if origin is list or (origin is tuple and arguments[1:] == (...,)):
        return _sequence(origin, reader(arguments[0]))
    if origin is dict and arguments[0] is str:
        return _mapping(reader(arguments[1]))
    if kind == frozenset[str]:
        return _text_set
    if kind in (str, int, bool):
        return _scalar(kind)
    if kind in (date, Decimal):
        return _date if kind is date else _decimal
    if is_dataclass(kind):
        return _dataclass(kind)
    raise TypeError(f"a field cannot be of the type {kind!r}")


def _limited(kind: Any, limits: tuple[Any, ...]) -> Reader:
    inner, found = reader(kind), [checks(limit, kind) for limit in limits]

    def read(data: Any, path: Path, reading: Reading) -> Any:
        value = inner(data, path, reading)
        if value is INVALID:
            return INVALID
        for check in found:
            if check.is_broken(value):
                reading.report(path, check.limit, check.shown(value))
        return value

    return read


def _optional(kind: Any, arguments: tuple[Any, ...]) -> Reader:
    given = [argument for argument in arguments if argument is not NoneType]
    if len(given) != 1:
        raise TypeError(f"a field is of one type or None, got {kind!r}")
    inner = reader(given[0])
    return lambda data, path, reading: None if data is None else inner(data, path, reading)


def _choice(choices: tuple[Any, ...]) -> Reader:
    limit = f"one of {', '.join(choices)}"

    def read(data: Any, path: Path, reading: Reading) -> Any:
        if isinstance(data, str) and data in choices:
            return data
        return reading.report(path, limit, shown(data))

    return read


def _scalar(kind: type) -> Reader:
    limit = NAMES[kind]

    def read(data: Any, path: Path, reading: Reading) -> Any:
        if type(data) is kind and not (isinstance(data, str) and _is_unwritable(data)):
            return data
        return reading.report(path, limit, shown(data))

    return read


def _date(data: Any, path: Path, reading: Reading) -> Any:
    if isinstance(data, str) and DAY.fullmatch(data):
        try:
            return date.fromisoformat(data)
        except ValueError:
            pass
    return reading.report(path, "a date as YYYY-MM-DD", shown(data))


def _decimal(data: Any, path: Path, reading: Reading) -> Any:
    if type(data) in (int, Decimal) and Decimal(data).is_finite():
        return Decimal(data)
    return reading.report(path, "a number", shown(data))


def _text_set(data: Any, path: Path, reading: Reading) -> Any:
    if isinstance(data, (set, frozenset)) and all(isinstance(entry, str) for entry in data):
        return frozenset(data)
    return reading.report(path, "a set of texts", shown(data))


def _sequence(kind: type, entry: Reader) -> Reader:
    def read(data: Any, path: Path, reading: Reading) -> Any:
        if not isinstance(data, list):
            return reading.report(path, "a list", shown(data))
        values = [entry(value, (path, place), reading) for place, value in enumerate(data)]
        return INVALID if INVALID in values else kind(values)

    return read


def _mapping(entry: Reader) -> Reader:
    def read(data: Any, path: Path, reading: Reading) -> Any:
        if not isinstance(data, dict):
            return reading.report(path, "an object", shown(data))
        values = {key: entry(value, (path, key), reading) for key, value in data.items()}
        return INVALID if INVALID in values.values() else values

    return read


def _dataclass(kind: Any) -> Reader:
    hints = get_type_hints(kind, include_extras=True)
    known = {
        camel_case(field.name): (
            field.name,
            reader(hints[field.name]),
            _is_required(field, hints[field.name], kind),
        )
        for field in fields(kind)
    }

    def read(data: Any, path: Path, reading: Reading) -> Any:
        if not isinstance(data, dict):
            return reading.report(path, "an object", shown(data))
        values, before = {}, len(reading.problems)
        for wire, (name, inner, is_required) in known.items():
            if wire in data:
                values[name] = inner(data[wire], (path, wire), reading)
            elif is_required:
                reading.report((path, wire), "given", "nothing")
        if not reading.ignore_unknown:
            for wire in sorted(data.keys() - known.keys()):
                reading.report((path, wire), f"one of {', '.join(known)}", "an unknown field")
        return kind(**values) if len(reading.problems) == before else INVALID

    return read


def _is_required(field: Field[Any], hint: Any, kind: Any) -> bool:
    """Whether the data must have a field.

    Where the codec leaves a value out, the default must be that value.
    """
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if NoneType in get_args(hint) and field.default is not None:
        raise TypeError(f"{kind.__name__}.{field.name} may be None, so its default must be None")
    if hint == frozenset[str] and field.default != frozenset():
        raise TypeError(f"{kind.__name__}.{field.name} must have the default frozenset()")
    return field.default is MISSING and field.default_factory is MISSING


def _is_unwritable(text: str) -> bool:
    """Half a surrogate pair is valid JSON, but no database or bus takes it."""
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)


def _written(path: Path) -> str:
    """A path as ``lines[0].quantity``."""
    parent, name = path
    if parent is None:
        return str(name)
    before = _written(parent)
    if isinstance(name, int):
        return f"{before}[{name}]"
    return f"{before}.{name}" if before else name
