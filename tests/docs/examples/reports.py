"""Examples of the routes of reports."""

from __future__ import annotations

from datetime import date

from services.reports.app.domain import Figures, FiledReport
from tests.docs.examples.example import DAY, Example
from tests.docs.openapi.answers import Shown

COUNTS = {"confirmed": 1, "cancelled": 0, "units": 1, "cents": 1295, "handled": 3, "failed": {}}

EXAMPLES = {
    "GET /figures": Example(
        answer=Figures, response={"hours": [{"hour": f"{DAY}T09", **COUNTS}], "total": COUNTS}
    ),
    "GET /reports/{day}": Example(
        path=f"/reports/{DAY}",
        answer=Shown(FiledReport, without=("period",), also={"day": date}),
        response={
            "day": DAY,
            "key": f"reports/{DAY}.json",
            "size": 4211,
            "etag": "9b2cf535f27731c974343645a3985328",
            "report": {
                "day": DAY,
                "timezone": "UTC",
                "hours": [{"hour": f"{DAY}T09", **COUNTS}],
                "total": COUNTS,
            },
        },
        unchecked="a report is filed once a day; tests/local/stage/test_reports.py reads one",
    ),
}
