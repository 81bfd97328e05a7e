"""Moments: points in time as people type them, relative to now or in ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from cli.terminal.arguments import WrongArgument, short
from local.checkout import LocalError

UNITS = {"m": "minutes", "h": "hours", "d": "days"}
FORM = "2026-11-21T09:00 in UTC, or 90m, 2h or 3d ago"
# EventBridge has had archives since November 2020.
EARLIEST = datetime(2020, 11, 1, tzinfo=UTC)


def point(text: str, now: datetime) -> datetime:
    """A point in time, to the second, as events have it; without a zone it is UTC.

    Raises ``LocalError`` for another form, and for a time before there was anything to read.
    """
    try:
        found = _read(text, now)
    except ValueError:
        found = None
    if found is None:
        raise LocalError(f"must be a time like {FORM}, got {short(text)}")
    if found < EARLIEST:
        raise LocalError(
            f"must be {EARLIEST:%Y-%m-%d} or later, before which AWS archived no events, "
            f"got {short(text)}"
        )
    return found


def check_order(since: datetime, until: datetime, now: datetime) -> None:
    """Raise ``LocalError`` for a period that is empty or has not ended."""
    if since >= until:
        raise WrongArgument(f"--since {since} must be before --until {until}")
    if until > now:
        raise WrongArgument(f"--until {until} is still to come; it is {now} now")


class Moment(click.ParamType[str]):
    """A time for ``point``, which needs to know when now is."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            point(str(value), datetime.now(UTC))
        except LocalError as error:
            self.fail(str(error), param, ctx)
        return str(value)


def _read(text: str, now: datetime) -> datetime | None:
    if ago := re.fullmatch(r"(\d+)([a-z]+)", text, re.ASCII):
        number, unit = ago.groups()
        if unit not in UNITS:
            return None
        try:
            return (now - timedelta(**{UNITS[unit]: int(number)})).replace(microsecond=0)
        except OverflowError:
            return datetime.min.replace(tzinfo=UTC)
    given = datetime.fromisoformat(text)
    return given.replace(tzinfo=given.tzinfo or UTC, microsecond=0)
