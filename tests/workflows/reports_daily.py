"""The daily report: hours that were not counted to the end are counted before it is written."""

from __future__ import annotations

from tests.simulator.stubs import Fails, Takes
from tests.workflows.scenario import Scenario

ASKED = {"job": "reports-daily", "scheduledAt": "2026-11-21T01:00:00Z"}
FOUND = {"run": "2026-11-21T01:00:00+00:00", "day": "2026-11-20"}
LAST = "2026-11-20T23"
REPORT = {"day": "2026-11-20", "key": "reports/2026-11-20.json"}
RUN = {"correlationId": "run"}


def found(*unsettled: str) -> dict[str, object]:
    """What the first step finds."""
    return {**FOUND, "unsettled": list(unsettled)}


SCENARIOS = [
    Scenario(
        name="the last hour of the day is counted to its end, then the report is written",
        input=ASKED,
        stubs={"FindHours": found(LAST), "CountHour": {"hour": LAST}, "WriteReport": REPORT},
        ends="WriteReport",
        visited=("FindHours", "CountHours", "CountHour", "WriteReport"),
        output=REPORT,
        calls={"CountHour": [{"hour": LAST, **RUN}], "WriteReport": [{**FOUND, **RUN}]},
    ),
    Scenario(
        name="a day that is settled is written at once",
        input=ASKED,
        stubs={"FindHours": found(), "WriteReport": REPORT},
        ends="WriteReport",
        visited=("FindHours", "CountHours", "WriteReport"),
        output=REPORT,
    ),
    Scenario(
        name="a report of a day that its input names begins in the same way",
        input={"day": "2026-11-02"},
        stubs={"FindHours": lambda asked: found(), "WriteReport": REPORT},
        ends="WriteReport",
    ),
    Scenario(
        name="without all of its hours no report is written",
        input=ASKED,
        stubs={"FindHours": found(LAST), "CountHour": Fails("OutOfTime")},
        ends="CountHour",
        error="OutOfTime",
        calls={"CountHour": [{"hour": LAST, **RUN}] * 4},
    ),
    Scenario(
        name="a step that takes more than its five minutes and the time to start fails",
        input=ASKED,
        stubs={"FindHours": Takes(331)},
        ends="FindHours",
        error="States.Timeout",
    ),
]
