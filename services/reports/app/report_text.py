"""The text of a day's report: a file in the bucket, and the mail."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from services.reports.app.domain import DayReport, HourCounts, start_of


def subject_of(report: DayReport) -> str:
    """The subject of the mail."""
    total = report.total
    return (
        f"Orders of {report.day}: {total.confirmed} confirmed for {money(total.cents)}, "
        f"{total.cancelled} cancelled"
    )


def text_of(report: DayReport) -> str:
    """The whole report, in the local hours of its day; hours without orders are left out."""
    total = report.total
    zone = ZoneInfo(report.timezone)
    failures = [f"  {error}: {times}" for error, times in total.failed.items()]
    busy = [hour for hour in report.hours if hour.confirmed or hour.cancelled]
    lines = [
        f"Orders of {report.day} ({report.timezone})",
        "",
        f"Confirmed  {total.confirmed}, {total.units} units for {money(total.cents)}",
        f"Cancelled  {total.cancelled}",
        "",
        f"Messages handled: {total.handled}, failed: {sum(total.failed.values())}",
        *failures,
        "",
        *[_line(hour, zone) for hour in busy],
    ]
    return "\n".join(lines).rstrip() + "\n"


def money(cents: int) -> str:
    """Cents as a decimal number."""
    return f"{cents // 100}.{cents % 100:02}"


def _line(hour: HourCounts, zone: ZoneInfo) -> str:
    at = start_of(hour.hour).astimezone(zone)
    counts = f"{hour.confirmed} confirmed for {money(hour.cents)}, {hour.cancelled} cancelled"
    return f"{at:%H:%M}  {counts}"
