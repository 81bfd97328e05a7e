"""Schedule expressions: ``rate``, ``cron`` and ``at``, checked before they are deployed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

UNITS = ("minute", "hour", "day")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One of cron's fields: its limits, names for its numbers, and forms that only it has."""

    name: str
    low: int
    high: int
    names: Mapping[str, int] = field(default_factory=dict)
    forms: str = "[*]"

    def check(self, text: str) -> None:
        """Raise ``ValueError`` for what this field does not take."""
        for item in text.split(","):
            if not re.fullmatch(self.forms, item):
                self._check_steps(item, text)

    def _check_steps(self, item: str, text: str) -> None:
        span, slash, step = item.partition("/")
        first, dash, last = span.partition("-")
        start = self.low if span == "*" else self._number(first, text)
        end = self._number(last, text) if dash else self.high
        if end < start:
            raise ValueError(f"{self.name} must rise in a range, got {text}")
        if slash and not (step.isdecimal() and 1 <= int(step) <= self.high):
            raise ValueError(f"{self.name} must step by 1 to {self.high}, got {text}")

    def _number(self, word: str, text: str) -> int:
        number = self.names.get(word.upper(), int(word) if word.isdecimal() else -1)
        if not self.low <= number <= self.high:
            raise ValueError(
                f"{self.name} must be between {self.low} and {self.high}"
                f"{' or a name' if self.names else ''}, got {text}"
            )
        return number


# https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
FIELDS = (
    Field(name="minutes", low=0, high=59),
    Field(name="hours", low=0, high=23),
    Field(name="day of month", low=1, high=31, forms=r"[*?L]|LW|([1-9]|[12]\d|3[01])W"),
    Field(name="month", low=1, high=12, names={n: i + 1 for i, n in enumerate(MONTHS)}),
    Field(
        name="day of week",
        low=1,
        high=7,
        names={n: i + 1 for i, n in enumerate(DAYS)},
        forms=r"[*?L]|[1-7]L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5]",
    ),
    Field(name="year", low=1970, high=2199),
)
DAY_OF_MONTH, DAY_OF_WEEK = 2, 4


def check(expression: str) -> None:
    """Raise ``ValueError`` for an expression that EventBridge Scheduler refuses or misreads."""
    form = re.fullmatch(r"(rate|cron|at)\((.*)\)", expression)
    if not form:
        raise ValueError(f"expression must be rate(...), cron(...) or at(...), got {expression}")
    {"rate": _check_rate, "cron": _check_cron, "at": _check_at}[form[1]](form[2])


def _check_rate(text: str) -> None:
    value, _, unit = text.partition(" ")
    if not value.isdecimal() or int(value) < 1:
        raise ValueError(f"rate must be a whole number from 1 and a unit, got rate({text})")
    allowed = [each if int(value) == 1 else f"{each}s" for each in UNITS]
    if unit not in allowed:
        raise ValueError(f"rate must end in {', '.join(allowed)} after {value}, got rate({text})")


def _check_cron(text: str) -> None:
    parts = text.split(" ")
    if len(parts) != len(FIELDS):
        raise ValueError(f"cron must have {len(FIELDS)} fields, got {len(parts)} in cron({text})")
    if [parts[DAY_OF_MONTH], parts[DAY_OF_WEEK]].count("?") != 1:
        raise ValueError(
            "cron must have exactly one ?, as day of month or as day of week, "
            f"got {parts[DAY_OF_MONTH]} and {parts[DAY_OF_WEEK]} in cron({text})"
        )
    for each, part in zip(FIELDS, parts, strict=True):
        each.check(part)


def _check_at(text: str) -> None:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", text):
            raise ValueError("another form")
        datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"at must be a moment as 2030-01-31T09:00:00, got at({text})") from None
