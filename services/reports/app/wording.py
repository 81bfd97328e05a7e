"""A day's report in words: as it stands beside the figures, and as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def subject_of(report: Mapping[str, Any]) -> str:
    """The one line for those who read no more."""
    total = report["total"]
    return (
        f"Orders of {report['day']}: {total['confirmed']} confirmed for {money(total['cents'])}, "
        f"{total['cancelled']} cancelled"
    )


def text_of(report: Mapping[str, Any]) -> str:
    """The whole report; hours in which nothing happened are left out."""
    total = report["total"]
    failures = [f"  {error}: {times}" for error, times in total["failed"].items()]
    busy = [hour for hour in report["hours"] if hour["confirmed"] or hour["cancelled"]]
    lines = [
        f"Orders of {report['day']} (UTC)",
        "",
        f"Confirmed  {total['confirmed']}, {total['units']} units for {money(total['cents'])}",
        f"Cancelled  {total['cancelled']}",
        "",
        f"Messages handled: {total['handled']}, failed: {sum(total['failed'].values())}",
        *failures,
        "",
        *[_line(hour) for hour in busy],
    ]
    return "\n".join(lines).rstrip() + "\n"


def money(cents: int) -> str:
    """Cents as people read them."""
    return f"{cents // 100}.{cents % 100:02}"


def _line(hour: Mapping[str, Any]) -> str:
    return (
        f"{hour['hour'][-2:]}:00  {hour['confirmed']} confirmed for {money(hour['cents'])}, "
        f"{hour['cancelled']} cancelled"
    )
