"""The rebuild of the search index: a step is repeated until the index is written."""

from __future__ import annotations

from tests.simulator.stubs import Fails, in_turn
from tests.workflows.scenario import Scenario

BEGUN = {"progress": {"does": "write"}}
HALF = {"does": "write", "written": 50, "began": 1_764_417_600_000, "cursor": "item-50"}
DONE = {"does": "end", "written": 75, "began": 1_764_417_600_000, "cursor": None}
RUN = {"correlationId": "run"}

SCENARIOS = [
    Scenario(
        name="the index is written in two steps",
        input=BEGUN,
        stubs={"Rebuild": in_turn(HALF, DONE)},
        ends="Rebuilt",
        visited=("Rebuild", "IsDone", "Rebuild", "IsDone", "Rebuilt"),
        output={"progress": DONE},
        calls={"Rebuild": [{**BEGUN, **RUN}, {"progress": HALF, **RUN}]},
    ),
    Scenario(
        name="a step that fails is tried again where it was",
        input=BEGUN,
        stubs={"Rebuild": in_turn(HALF, Fails("Throttled"), DONE)},
        ends="Rebuilt",
        calls={"Rebuild": [{**BEGUN, **RUN}, {"progress": HALF, **RUN}, {"progress": HALF, **RUN}]},
    ),
    Scenario(
        name="a step that fails every try ends the rebuild",
        input=BEGUN,
        stubs={"Rebuild": Fails("Throttled")},
        ends="Rebuild",
        error="Throttled",
    ),
]
