"""Limits: what ``Annotated`` says of a field, in its JSON schema and as checks of a value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

SHOWN_CHARACTERS = 80


class Limit:
    """Subclasses are dataclasses with the names of pydantic's constraints.

    ``annotated_types`` has the same without ``Matches``, for 6 of a cold start's 100 ms.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), **vars(self)}


@dataclass(frozen=True)
class Ge(Limit):
    """A number is at least this."""

    ge: int


@dataclass(frozen=True)
class Le(Limit):
    """A number is at most this."""

    le: int


@dataclass(frozen=True)
class MinLen(Limit):
    """A text has at least so many characters, a list or a dictionary so many entries."""

    min_length: int


@dataclass(frozen=True)
class MaxLen(Limit):
    """A text has at most so many characters, a list or a dictionary so many entries."""

    max_length: int


@dataclass(frozen=True)
class Matches(Limit):
    """A regular expression matches all of a text.

    ``words`` say in an error what the expression means; without them the error has the expression.
    """

    pattern: str
    words: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), "pattern": self.pattern}


@dataclass(frozen=True)
class Years(Limit):
    """A day is in one of these years; in a JSON schema a pattern of exactly those days, since a
    draft 4 validator need not know the format ``date``.
    """

    first: int
    last: int

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), "ge": date(self.first, 1, 1), "le": date(self.last, 12, 31)}

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> Any:
        return {**handler(core), "pattern": days_of_years(self.first, self.last)}


@dataclass(frozen=True)
class Check:
    """A limit: whether a value breaks it, how the limit is worded, and how the value is shown."""

    is_broken: Callable[[Any], bool]
    limit: str
    shown: Callable[[Any], str]


def checks(limit: Any, kind: Any) -> Check:
    """The check of a limit on a type; ``TypeError`` for a limit that is not known."""
    count = "characters" if kind is str else "entries"
    size = shown if kind is str else _entries
    match limit:
        case Ge(ge=least):
            return Check(lambda value: value < least, f"at least {least}", shown)
        case Le(le=most):
            return Check(lambda value: value > most, f"at most {most}", shown)
        case Years(first=first, last=last):
            text = f"a day from {first}-01-01 to {last}-12-31"
            return Check(lambda value: not first <= value.year <= last, text, shown)
        case MinLen(min_length=least):
            text = f"at least {least} {count} long"
            return Check(lambda value: len(value) < least, text, size)
        case MaxLen(max_length=most):
            text = f"at most {most} {count} long"
            return Check(lambda value: len(value) > most, text, size)
        case Matches(pattern=form, words=words):
            matches = re.compile(form).fullmatch
            return Check(lambda value: not matches(value), words or f"of the form {form}", shown)
        case _:
            raise TypeError(f"a field cannot have the limit {limit!r}")


def days_of_years(first: int, last: int) -> str:
    """A regular expression of the days of some years, as ``2026-11-21``; of no 31 June."""
    years = range(first, last + 1)
    leap = "|".join(str(year) for year in years if _has_29_february(year))
    months = (
        "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])",
        "(0[469]|11)-(0[1-9]|[12][0-9]|30)",
        "02-(0[1-9]|1[0-9]|2[0-8])",
    )
    return f"^(({'|'.join(map(str, years))})-({'|'.join(months)})|({leap})-02-29)$"


def _has_29_february(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def shown(value: Any) -> str:
    """A value in an error message: ASCII only, and not too long."""
    text = value.isoformat() if isinstance(value, date) else ascii(value)
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"


def _entries(value: Any) -> str:
    return f"{len(value)} entries"
