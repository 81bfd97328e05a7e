"""The text of a day's report: a file in the bucket, and the mail."""

from __future__ import annotations

from services.reports.app.domain import DayReport, HourCounts


def subject_of(report: DayReport) -> str:
    """The subject of the mail."""
    total = report.total
    return (
        f"Orders of {report.day}: {total.confirmed} confirmed for {money(total.cents)}, "
        f"{total.cancelled} cancelled"
    )


def text_of(report: DayReport) -> str:
    """The whole report; hours without orders are left out."""
    total = report.total
    failures = [f"  {error}: {times}" for error, times in total.failed.items()]
    busy = [hour for hour in report.hours if hour.confirmed or hour.cancelled]
    lines = [
        f"Orders of {report.day} (UTC)",
        "",
        f"Confirmed  {total.confirmed}, {total.units} units for {money(total.cents)}",
        f"Cancelled  {total.cancelled}",
        "",
        f"Messages handled: {total.handled}, failed: {sum(total.failed.values())}",
        *failures,
        "",
        *[_line(hour) for hour in busy],
    ]
    return "\n".join(lines).rstrip() + "\n"


def money(cents: int) -> str:
    """Cents as a decimal number."""
    return f"{cents // 100}.{cents % 100:02}"


def _line(hour: HourCounts) -> str:
    return (
        f"{hour.hour[-2:]}:00  {hour.confirmed} confirmed for {money(hour.cents)}, "
        f"{hour.cancelled} cancelled"
    )
