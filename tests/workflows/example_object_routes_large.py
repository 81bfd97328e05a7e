"""What a large file starts, in the example object-routes."""

from __future__ import annotations

from tests.simulator.stubs import Fails
from tests.workflows.scenario import Scenario

FILE = {"bucket": "files", "key": "large-files/a", "size": 9 * 1024 * 1024}

SCENARIOS = [
    Scenario(
        name="its parts are counted",
        input=FILE,
        stubs={"Measure": lambda file: {**file, "parts": 2}},
        ends="Measure",
        output={**FILE, "parts": 2},
    ),
    Scenario(
        name="a file without a size is an error",
        input={},
        stubs={"Measure": Fails("KeyError")},
        ends="Measure",
        error="KeyError",
    ),
]
