"""DynamoDB's condition and update expressions, evaluated on an item.

Attribute names must be written as ``#placeholders``: a bare one may be a reserved word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

TOKEN = re.compile(r"\s*([#:][A-Za-z_]+|[A-Za-z_]+|<=|>=|<>|[=<>(),.+-])")
COMPARE = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class Malformed(ValueError):
    """An expression that DynamoDB would reject."""


class Expression:
    """The evaluation of one expression on one item."""

    def __init__(
        self,
        text: str,
        item: Mapping[str, Any] | None,
        names: Mapping[str, str],
        values: Mapping[str, Any],
    ) -> None:
        self.tokens = TOKEN.findall(text)
        if "".join(self.tokens) != re.sub(r"\s", "", text):
            raise Malformed(f"cannot read {text!r}")
        self.item, self.names, self.values = dict(item or {}), names, values

    def holds(self) -> bool:
        result = self._either()
        if self.tokens:
            raise Malformed(f"cannot read from {self.tokens[0]!r}")
        return result

    def updated(self) -> dict[str, Any]:
        before = dict(self.item)
        after = _copy(self.item)
        while self.tokens:
            section = self._take()
            step = {"SET": self._set, "ADD": self._add, "REMOVE": self._remove}.get(section)
            if step is None:
                raise Malformed(f"an update cannot begin with {section!r}")
            step(before, after)
            while self._next() == ",":
                self._take()
                step(before, after)
        return after

    def _either(self) -> bool:
        result = self._both()
        while self._next() == "OR":
            self._take()
            result = self._both() or result
        return result

    def _both(self) -> bool:
        result = self._plain()
        while self._next() == "AND":
            self._take()
            result = self._plain() and result
        return result

    def _plain(self) -> bool:
        if self._next() == "(":
            self._take("(")
            result = self._either()
            self._take(")")
            return result
        if self._next() in ("attribute_exists", "attribute_not_exists"):
            expected = self._take() == "attribute_exists"
            self._take("(")
            found = _at(self.item, self._path()) is not None
            self._take(")")
            return found is expected
        if self._next() in ("contains", "begins_with"):
            return self._contains() if self._next() == "contains" else self._begins()
        left, comparison, right = self._operand(self.item), self._take(), self._operand(self.item)
        if comparison not in COMPARE:
            raise Malformed(f"no comparison {comparison!r}")
        if left is None or right is None or left.keys() != right.keys():
            return comparison == "<>"
        return COMPARE[comparison](_number(left), _number(right))

    def _contains(self) -> bool:
        self._take()
        self._take("(")
        whole = _at(self.item, self._path())
        self._take(",")
        part = self._operand(self.item)
        self._take(")")
        if whole is None or part is None:
            return False
        [(kind, content)] = whole.items()
        return (part if kind == "L" else next(iter(part.values()))) in content

    def _begins(self) -> bool:
        self._take()
        self._take("(")
        whole = _at(self.item, self._path())
        self._take(",")
        beginning = self._operand(self.item)
        self._take(")")
        return whole is not None and whole["S"].startswith(beginning["S"])

    def _set(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        path = self._path()
        self._take("=")
        value = self._operand(before)
        while self._next() in ("+", "-"):
            sign = 1 if self._take() == "+" else -1
            other = self._operand(before)
            if value is None or other is None:
                raise Malformed(f"no number at {'.'.join(path)}")
            value = {"N": str(Decimal(value["N"]) + sign * Decimal(other["N"]))}
        if value is None:
            raise Malformed(f"no value for {'.'.join(path)}")
        _write(after, path, value)

    def _add(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        path, value = self._path(), self._operand(before)
        old = _at(before, path)
        if "SS" in value:
            new = {"SS": sorted({*(old or {"SS": []})["SS"], *value["SS"]})}
        else:
            new = {"N": str(Decimal((old or {"N": "0"})["N"]) + Decimal(value["N"]))}
        _write(after, path, new)

    def _remove(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        *parents, last = self._path()
        place: Any = after
        for name in parents:
            place = place.get(name, {}).get("M", {})
        place.pop(last, None)

    def _operand(self, item: Mapping[str, Any]) -> Any:
        following = self._next()
        if following == "if_not_exists":
            self._take()
            self._take("(")
            found = _at(item, self._path())
            self._take(",")
            otherwise = self._operand(item)
            self._take(")")
            return found if found is not None else otherwise
        if following.startswith(":"):
            return self.values[self._take()]
        return _at(item, self._path())

    def _path(self) -> list[str]:
        path = [self._name()]
        while self._next() == ".":
            self._take()
            path.append(self._name())
        return path

    def _name(self) -> str:
        token = self._take()
        if not token.startswith("#"):
            raise Malformed(f"{token!r} may be a reserved word: write #{token}")
        return self.names[token]

    def _next(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def _take(self, expected: str | None = None) -> str:
        if not self.tokens or expected not in (None, self.tokens[0]):
            raise Malformed(f"expected {expected or 'more'}, got {self._next()!r}")
        return self.tokens.pop(0)


def _number(value: Mapping[str, Any]) -> Any:
    return Decimal(value["N"]) if "N" in value else next(iter(value.values()))


def _at(item: Mapping[str, Any], path: list[str]) -> Any:
    value: Any = {"M": item}
    for name in path:
        value = value["M"].get(name) if value and "M" in value else None
    return value


def _write(item: dict[str, Any], path: list[str], value: Any) -> None:
    *parents, name = path
    parent = _at(item, parents) if parents else {"M": item}
    if parent is None:
        raise Malformed(f"there is no {'.'.join(parents)} to write {name} into")
    parent["M"][name] = value


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(entry) for name, entry in value.items()}
    return [_copy(entry) for entry in value] if isinstance(value, list) else value
