"""Readings of sensors, in the example express-workflow."""

from __future__ import annotations

from tests.simulator.stubs import Fails, in_turn
from tests.workflows.scenario import Scenario

READING = {"sensor": "1", "at": "12:00", "degrees": 85}
BUSY = Fails("DynamoDB.ProvisionedThroughputExceededException")


def kept(level, degrees="85"):
    """The call that keeps a reading."""
    item = {"sensor": "1", "at": "12:00", "level": level}
    attributes = {**{key: {"S": value} for key, value in item.items()}, "degrees": {"N": degrees}}
    return {"TableName": "readings-table", "Item": attributes}


SCENARIOS = [
    Scenario(
        name="a high reading is kept as hot",
        input=READING,
        stubs={"Keep": {}},
        ends="Kept",
        visited=("Check", "Hot", "Keep", "Kept"),
        calls={"Keep": [kept("hot")]},
    ),
    Scenario(
        name="any other is kept as normal",
        input={**READING, "degrees": 80},
        stubs={"Keep": {}},
        ends="Kept",
        visited=("Check", "Normal", "Keep", "Kept"),
        calls={"Keep": [kept("normal", "80")]},
    ),
    Scenario(
        name="a table that is busy is asked again, in less than five minutes",
        input=READING,
        stubs={"Keep": in_turn(BUSY, BUSY, {})},
        ends="Kept",
        within=300,
    ),
    Scenario(
        name="a table that stays busy fails the execution",
        input=READING,
        stubs={"Keep": BUSY},
        ends="Keep",
        error=BUSY.error,
    ),
]
