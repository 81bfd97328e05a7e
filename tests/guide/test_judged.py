from __future__ import annotations

import pytest

from components.blueprints.patterns import PATTERNS
from guide.judged import Recorded, judged, of_state, text
from guide.matrix import MATRIX
from tests.examples.programs import recorded
from tests.stage import deployed

MACHINE = "aws:sfn/stateMachine:StateMachine"


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.example)
def test_each_example_of_a_blueprint_is_judged_to_be_that_blueprint(row):
    found = judged("it", recorded(row.example).resources)
    assert (found["blueprint"], found["cost"]) == (row.blueprint.name, row.cost)
    assert [each for each in found["findings"][row.blueprint.name] if "advised" not in each] == []


def test_a_stage_is_judged_as_its_program_makes_it():
    found = judged("prod", deployed("prod").resources)
    assert found["blueprint"] == "hybrid microservices"
    assert text(found).startswith("prod is hybrid microservices, whole.\ncost $$$$, ")
    assert set(found["findings"]) == {each.name for each in PATTERNS}


def test_what_a_stack_has_too_much_is_named_with_what_its_blueprint_does_without():
    flow = Recorded(MACHINE, "extra-flow", {})
    found = judged("it", [*recorded("blueprint-fan-out").resources, flow])
    assert found["blueprint"] == "fan-out"
    printed = text(found)
    assert "it is fan-out, with these findings:\n  refused: Step Functions: extra-flow (" in printed
    assert "\nnot these:\n  REST API: events come from other systems\n" in printed


def test_of_a_state_what_is_about_to_be_deleted_is_left_out():
    urn = "urn:pulumi:local::jobs::platform:workflow:Workflow$aws:sfn/stateMachine:StateMachine::"
    kept = {"type": MACHINE, "urn": f"{urn}kept", "inputs": {"type": "EXPRESS"}}
    gone = {"type": MACHINE, "urn": f"{urn}gone", "delete": True}
    assert of_state([kept, gone, {"type": MACHINE, "urn": f"{urn}bare"}]) == [
        Recorded(MACHINE, "kept", {"type": "EXPRESS"}),
        Recorded(MACHINE, "bare", {}),
    ]
