"""Diff: which properties changed, and whether AWS can change them in place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

from local.provider.resource import ResourceType
from local.provider.wire import UNKNOWN, Props


class Kind(Enum):
    """How one property differs; the names are the protocol's."""

    ADD = "ADD"
    DELETE = "DELETE"
    UPDATE = "UPDATE"

    def replacing(self) -> str:
        return f"{self.value}_REPLACE"


@dataclass(frozen=True)
class Difference:
    """What changed, by property, and what that means for the resource."""

    updates: dict[str, Kind]
    replacements: dict[str, Kind]
    delete_first: bool

    @property
    def names(self) -> list[str]:
        return sorted({*self.updates, *self.replacements})

    def __bool__(self) -> bool:
        return bool(self.names)


def difference(kind: ResourceType, olds: Props, news: Props) -> Difference:
    """``olds`` and ``news`` are checked inputs; how they are written does not count."""
    changed = {
        name: _kind(olds, news, name)
        for name in sorted({*olds, *news} - {"tagsAll", "__defaults"})
        if not same(kind, name, olds.get(name), news.get(name))
    }
    replacements = {name: how for name, how in changed.items() if kind.replaces(name)}
    updates = {name: how for name, how in changed.items() if name not in replacements}
    return Difference(updates, replacements, bool(replacements) and _name_stays(kind, olds, news))


def drifted(kind: ResourceType, state: Props, inputs: Props, seen: Props) -> Props:
    """What ``read`` has seen that the program did not ask for: the properties that are no longer as
    the state has them, with what they are now, or None where they are gone.
    """
    asked = {name for name in inputs if name in seen or kind.shows(name)} - {"__defaults"}
    expected = {**state, **inputs}
    names = sorted(asked | (kind.watched & expected.keys()))
    return {
        name: seen.get(name)
        for name in names
        if not same(kind, name, expected[name], seen.get(name))
    }


def same(kind: ResourceType, name: str, old: Any, new: Any) -> bool:
    return bool(_canonical(kind, name, old) == _canonical(kind, name, new))


def _canonical(kind: ResourceType, name: str, value: Any) -> Any:
    if name in kind.documents and isinstance(value, str):
        return parsed(value)
    if name in kind.unordered and isinstance(value, list):
        return sorted((_stripped(item) for item in value), key=_order) or None
    if name in kind.exact:
        return value or None
    return _stripped(value)


def parsed(document: str) -> Any:
    try:
        return json.loads(document)
    except ValueError:
        return document


def _stripped(value: Any) -> Any:
    """Without the empty values that mean the same as saying nothing."""
    if isinstance(value, dict):
        kept = {key: _stripped(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None} or None
    if isinstance(value, list):
        return [_stripped(item) for item in value] or None
    return value


def _order(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=repr)


def _kind(olds: Props, news: Props, name: str) -> Kind:
    if name not in olds:
        return Kind.ADD
    return Kind.UPDATE if name in news else Kind.DELETE


def _name_stays(kind: ResourceType, olds: Props, news: Props) -> bool:
    """A replacement under the same physical name can only come after the deletion."""
    if kind.naming is None:
        return False
    name = kind.naming.property
    return news.get(name) is not UNKNOWN and olds.get(name) == news.get(name)
