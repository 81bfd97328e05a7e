"""Examples of the routes of analytics."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.analytics import Click, RecordClicks
from services.analytics.app.domain import DayClicks, Purchases
from tests.docs.examples.example import Example

MONTH = {"month": "2026-11", "customers": 1, "newCustomers": 1, "orders": 1, "units": 1}


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """The answer of ``POST /clicks``: how many clicks are in the stream."""

    accepted: int


EXAMPLES = {
    "GET /purchases": Example(
        answer=Purchases,
        response={
            "months": [{**MONTH, "cents": 1295}],
            "total": {"customers": 1, "orders": 1, "units": 1, "cents": 1295},
        },
    ),
    "POST /clicks": Example(
        answer=Accepted,
        body=RecordClicks(
            clicks=(
                Click(item_id="lp-1", action="viewed"),
                Click(item_id="lp-1", action="added"),
            )
        ),
        response={"accepted": 2},
    ),
    "GET /clicks/{day}": Example(
        answer=DayClicks,
        path="/clicks/1997-01-01",
        response={"day": "1997-01-01", "viewed": 0, "added": 0, "removed": 0},
    ),
}
