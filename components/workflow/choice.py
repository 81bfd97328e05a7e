"""Choice: which state follows, by conditions on the input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from components.access import Access


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A condition on the input; made by the functions below, combined by ``all_of``, ``any_of``
    and ``negated``.
    """

    rule: Mapping[str, Any]
    """The condition in Amazon States Language."""


@dataclass(frozen=True, kw_only=True)
class When:
    """One rule of a choice."""

    condition: Condition = field(kw_only=False)
    """The condition under which the rule applies."""

    next: str
    """The state that follows then."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Continues with the state of the first rule that applies."""

    name: str = field(kw_only=False)
    """The state's name, unique in the workflow; 1 to 80 characters."""

    rules: tuple[When, ...]
    """The rules, in order; at least one."""

    otherwise: str
    """The state that follows if no rule applies."""

    def __post_init__(self) -> None:
        if not self.rules:
            raise ValueError(f"{self.name}: a choice needs at least one rule")

    @property
    def uses(self) -> tuple[Access, ...]:
        """No grants."""
        return ()

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language."""
        return {
            "Type": "Choice",
            "Choices": [{**when.condition.rule, "Next": when.next} for when in self.rules],
            "Default": self.otherwise,
        }


def equals(path: str, value: str | float | bool) -> Condition:
    """The value at ``path`` equals this text, number or boolean."""
    if isinstance(value, bool):
        return _compare(path, "BooleanEquals", value)
    return _compare(path, "StringEquals" if isinstance(value, str) else "NumericEquals", value)


def matches(path: str, pattern: str) -> Condition:
    """The text at ``path`` matches the pattern, in which ``*`` matches any characters."""
    return _compare(path, "StringMatches", pattern)


def less_than(path: str, value: float) -> Condition:
    """The number at ``path`` is below this one."""
    return _compare(path, "NumericLessThan", value)


def at_most(path: str, value: float) -> Condition:
    """The number at ``path`` is not above this one."""
    return _compare(path, "NumericLessThanEquals", value)


def more_than(path: str, value: float) -> Condition:
    """The number at ``path`` is above this one."""
    return _compare(path, "NumericGreaterThan", value)


def at_least(path: str, value: float) -> Condition:
    """The number at ``path`` is not below this one."""
    return _compare(path, "NumericGreaterThanEquals", value)


def before(path: str, other: str) -> Condition:
    """The timestamp at ``path`` is earlier than another, given as such or as a path."""
    operator = "TimestampLessThanPath" if other.startswith("$") else "TimestampLessThan"
    return _compare(path, operator, other)


def is_present(path: str) -> Condition:
    """The input has a value at ``path``, null included."""
    return _compare(path, "IsPresent", True)


def is_null(path: str) -> Condition:
    """The value at ``path`` is null."""
    return _compare(path, "IsNull", True)


def all_of(*conditions: Condition) -> Condition:
    """Each of the conditions holds."""
    return Condition(rule={"And": _rules(conditions)})


def any_of(*conditions: Condition) -> Condition:
    """At least one of the conditions holds."""
    return Condition(rule={"Or": _rules(conditions)})


def negated(condition: Condition) -> Condition:
    """The condition does not hold."""
    return Condition(rule={"Not": dict(condition.rule)})


def _compare(path: str, operator: str, value: Any) -> Condition:
    if not path.startswith("$"):
        raise ValueError(f"a condition looks at a path such as $.orderType, got {path}")
    return Condition(rule={"Variable": path, operator: value})


def _rules(conditions: tuple[Condition, ...]) -> list[dict[str, Any]]:
    if not conditions:
        raise ValueError("there must be at least one condition to combine")
    return [dict(condition.rule) for condition in conditions]
