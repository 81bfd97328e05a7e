"""Expression: how often a schedule runs in a month."""

from __future__ import annotations

import re

MINUTES_OF = {"minute": 1, "hour": 60, "day": 24 * 60}
MINUTES = 730 * 60
DAYS = 730 / 24
WEEK = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


def runs(expression: str) -> float:
    """Runs in 730 hours of ``rate(...)`` or ``cron(...)``; ``at(...)`` is once."""
    if found := re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression):
        return MINUTES / (int(found[1]) * MINUTES_OF[found[2]])
    if found := re.fullmatch(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)", expression):
        minute, hour, day, month, weekday, _ = found.groups()
        a_day = _values(minute, 60) * _values(hour, 24)
        days = _days(day, weekday)
        return a_day * days * _values(month, 12) / 12
    if expression.startswith("at("):
        return 1
    raise ValueError(f"a schedule is rate(...), cron(...) or at(...), got {expression!r}")


def _days(day: str, weekday: str) -> float:
    if weekday not in ("?", "*"):
        return _values(weekday.upper(), 7) * DAYS / 7
    return DAYS if day in ("?", "*") else _values(day, 31)


def _values(part: str, every: int) -> float:
    """How many values a field takes, of so many that there are."""
    total = 0.0
    for each in part.split(","):
        first, _, step = each.partition("/")
        low, _, high = first.partition("-")
        count = float(every) if first == "*" else 1.0
        if step and first != "*" and not high:
            count = every - _number(low)
        if high:
            count = _number(high) - _number(low) + 1
        total += -(-count // int(step or 1))
    return total


def _number(text: str) -> int:
    return WEEK.index(text) + 1 if text in WEEK else int(text)
