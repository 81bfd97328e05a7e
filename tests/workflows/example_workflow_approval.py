"""The approval of an expense, in the example workflow."""

from __future__ import annotations

from tests.simulator.stubs import Fails
from tests.workflows.scenario import Scenario

ASKED = {"amount": 200, "payday": "2026-11-21T13:00:00Z"}

SCENARIOS = [
    Scenario(
        name="a low risk is paid when its time has come",
        input=ASKED,
        stubs={"Assess": 20},
        ends="Paid",
        visited=("Assess", "Decide", "UntilPayday", "Paid"),
        output={**ASKED, "risk": 20},
        seconds=3600,
    ),
    Scenario(
        name="a time that has passed is no reason to wait",
        input={**ASKED, "payday": "2026-01-31T09:00:00Z"},
        stubs={"Assess": 49},
        ends="Paid",
        seconds=0,
    ),
    Scenario(
        name="a high risk is rejected at once",
        input=ASKED,
        stubs={"Assess": 50},
        ends="Rejected",
        error="TooRisky",
        seconds=0,
    ),
    Scenario(
        name="an expense whose risk is not known is not paid",
        input=ASKED,
        stubs={"Assess": Fails("KeyError")},
        ends="Assess",
        error="KeyError",
    ),
]
