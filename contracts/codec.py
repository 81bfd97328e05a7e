"""Codec: contracts to and from the JSON of the wire; strict, and all complaints at once."""

from __future__ import annotations

import re
import types
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le, MaxLen, MinLen

from contracts.contract import Contract, Matches, camel_case

T = TypeVar("T")
C = TypeVar("C", bound=Contract)

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
SHOWN_CHARACTERS = 80


@dataclass(frozen=True)
class Problem:
    """Where the data breaks the contract, what was asked for, and what was given."""

    path: str
    limit: str
    given: str

    def __str__(self) -> str:
        return f"{self.path or 'the data'} must be {self.limit}, got {self.given}"


class ContractViolation(ValueError):
    """Data that is not what the contract says, with every problem found in it."""

    def __init__(self, contract: str, problems: list[Problem]) -> None:
        super().__init__(f"{contract}: " + "; ".join(map(str, problems)))
        self.problems = problems


def encode(contract: Contract) -> dict[str, Any]:
    """The contract as plain JSON data; what is ``None`` is left out."""
    kind: Any = type(contract)
    values = {field.name: getattr(contract, field.name) for field in _fields(kind)}
    return {camel_case(name): _plain(value) for name, value in values.items() if value is not None}


def decode(contract: type[C], data: Any) -> C:
    """The contract in plain JSON data; raises ``ContractViolation`` with all that is wrong."""
    decoded: C = decode_value(contract, data, name=contract.__name__)
    return decoded


def decode_value(kind: Any, data: Any, *, path: str = "", name: str = "value") -> Any:
    """``data`` as a ``kind``, a contract or one of its terms; raises ``ContractViolation``."""
    problems: list[Problem] = []
    value = _read(kind, data, path, problems)
    if problems:
        raise ContractViolation(name, problems)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Contract):
        return encode(value)
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def _read(kind: Any, data: Any, path: str, problems: list[Problem]) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        before = len(problems)
        value = _read(arguments[0], data, path, problems)
        if len(problems) == before:
            problems.extend(_broken_limits(arguments[1:], value, path))
        return value
    if origin is Union or origin is types.UnionType:
        return None if data is None else _read(arguments[0], data, path, problems)
    if is_dataclass(kind):
        return _read_contract(kind, data, path, problems)
    if origin is tuple and isinstance(data, list):
        return tuple(
            _read(arguments[0], entry, f"{path}[{place}]", problems)
            for place, entry in enumerate(data)
        )
    if origin is dict and isinstance(data, dict):
        within = f"{path}." if path else ""
        return {
            key: _read(arguments[1], entry, f"{within}{key}", problems)
            for key, entry in data.items()
        }
    return _read_scalar(kind, data, path, problems)


def _read_contract(kind: Any, data: Any, path: str, problems: list[Problem]) -> Any:
    if not isinstance(data, dict):
        problems.append(Problem(path, "an object", _shown(data)))
        return None
    within, before, hints = f"{path}." if path else "", len(problems), _hints(kind)
    values = {}
    known = {camel_case(field.name): field for field in _fields(kind)}
    for name, field in known.items():
        if name in data:
            values[field.name] = _read(hints[field.name], data[name], f"{within}{name}", problems)
        elif field.default is MISSING:
            problems.append(Problem(f"{within}{name}", "given", "nothing"))
    for name in sorted(data.keys() - known.keys()):
        problems.append(
            Problem(f"{within}{name}", f"one of {', '.join(known)}", "an unknown field")
        )
    return kind(**values) if len(problems) == before else None


def _read_scalar(kind: Any, data: Any, path: str, problems: list[Problem]) -> Any:
    if get_origin(kind) is Literal:
        choices = get_args(kind)
        if isinstance(data, str) and data in choices:
            return data
        limit = f"one of {', '.join(choices)}"
    elif kind is date:
        if isinstance(data, str) and DAY.fullmatch(data):
            try:
                return date.fromisoformat(data)
            except ValueError:
                pass
        limit = "a date as YYYY-MM-DD"
    elif type(data) is kind and not (kind is str and _is_unwritable(data)):
        return data
    else:
        limit = {int: "a whole number", str: "text", bool: "true or false"}.get(kind) or (
            "a list" if get_origin(kind) is tuple else "an object"
        )
    problems.append(Problem(path, limit, _shown(data)))
    return None


def _broken_limits(limits: tuple[Any, ...], value: Any, path: str) -> list[Problem]:
    broken = []
    for limit in limits:
        match limit:
            case Ge(ge=least) if value < least:
                broken.append(Problem(path, f"at least {least}", _shown(value)))
            case Le(le=most) if value > most:
                broken.append(Problem(path, f"at most {most}", _shown(value)))
            case MinLen(min_length=least) if len(value) < least:
                broken.append(Problem(path, f"at least {_long(least, value)}", _size(value)))
            case MaxLen(max_length=most) if len(value) > most:
                broken.append(Problem(path, f"at most {_long(most, value)}", _size(value)))
            case Matches(pattern=form) if not re.fullmatch(form, value):
                broken.append(Problem(path, f"of the form {form}", _shown(value)))
    return broken


def _long(length: Any, value: Any) -> str:
    return f"{length} characters long" if isinstance(value, str) else f"{length} entries long"


def _size(value: Any) -> str:
    return _shown(value) if isinstance(value, str) else f"{len(value)} entries"


def _shown(value: Any) -> str:
    text = ascii(value)
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"


def _is_unwritable(text: str) -> bool:
    """Half a surrogate pair is valid JSON, but no database or bus takes it."""
    return any("\ud800" <= character <= "\udfff" for character in text)


@cache
def _fields(kind: Any) -> tuple[Field[Any], ...]:
    return fields(kind)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)
