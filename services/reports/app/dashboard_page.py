"""The dashboard as an HTML page with a bar chart, without external resources."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from services.reports.app.domain import Dashboard, HourCounts
from services.reports.app.report_text import money

BAR, GAP, HEIGHT, MARGIN = 24, 6, 160, 24
COLOURS = {"confirmed": "#2b7a4b", "cancelled": "#b4442f"}

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title></head>
<body style="font-family: sans-serif">
<h1>{title}</h1>
<p>{totals}</p>
{bars}
</body>
</html>
"""


def page(dashboard: Dashboard) -> str:
    """The whole page."""
    hours, total = dashboard.hours, dashboard.total
    failed = sum(total.failed.values())
    totals = (
        f"{total.confirmed} confirmed, {total.cancelled} cancelled, "
        f"{money(total.cents)} earned, {total.handled} messages handled, {failed} failed"
    )
    title = f"Orders up to {dashboard.up_to}"
    return PAGE.format(title=escape(title), totals=escape(totals), bars=bars(hours))


def bars(hours: Sequence[HourCounts]) -> str:
    """A bar for each hour: cancelled orders on top of confirmed ones."""
    most = max((hour.confirmed + hour.cancelled for hour in hours), default=0) or 1
    width = len(hours) * (BAR + GAP)
    drawn = "".join(_bar(place, hour, most) for place, hour in enumerate(hours))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT + MARGIN}" '
        f'role="img" aria-label="orders by hour">{drawn}</svg>'
    )


def _bar(place: int, hour: HourCounts, most: int) -> str:
    left, top, parts = place * (BAR + GAP), HEIGHT, []
    for kind, count in (("confirmed", hour.confirmed), ("cancelled", hour.cancelled)):
        height = round(HEIGHT * count / most)
        top -= height
        parts.append(
            f'<rect x="{left}" y="{top}" width="{BAR}" height="{height}" fill="{COLOURS[kind]}">'
            f"<title>{escape(hour.hour)}: {count} {kind}</title></rect>"
        )
    label = escape(hour.hour[-2:])
    return "".join(parts) + f'<text x="{left}" y="{HEIGHT + 16}" font-size="12">{label}</text>'
