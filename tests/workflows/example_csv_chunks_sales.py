"""A file that is summed up in chunks, in the example csv-chunks."""

from __future__ import annotations

from tests.simulator.stubs import Fails, Takes, in_turn
from tests.workflows.scenario import Scenario

FILE = {"bucket": "files", "key": "sales/may.csv", "size": 9}
ROWS = [{"item": "pen", "cents": "2"}] * 2500


def summed(chunk):
    """What a chunk gives, after some time."""
    return Takes(20, {"cents": 2 * len(chunk["Items"]), "rejected": 0})


def aggregated(given):
    """What the sums of all chunks give."""
    return {"file": given["key"], "cents": sum(each["cents"] for each in given["sums"])}


SCENARIOS = [
    Scenario(
        name="chunks of a thousand rows are summed up at once, then aggregated and kept",
        input=FILE,
        stubs={"Chunks": ROWS, "SumChunk": summed, "Aggregate": aggregated, "Keep": {}},
        ends="Keep",
        visited=("Chunks", "SumChunk", "SumChunk", "SumChunk", "Aggregate", "Keep"),
        calls={
            "SumChunk": [{"Items": ROWS[:1000]}, {"Items": ROWS[:1000]}, {"Items": ROWS[:500]}],
            "Keep": [
                {
                    "TableName": "totals-table",
                    "Item": {"file": {"S": "sales/may.csv"}, "cents": {"N": "5000"}},
                }
            ],
        },
        seconds=20,
    ),
    Scenario(
        name="a file without rows has a total of nothing",
        input=FILE,
        stubs={"Chunks": [], "Aggregate": aggregated, "Keep": {}},
        ends="Keep",
        visited=("Chunks", "Aggregate", "Keep"),
    ),
    Scenario(
        name="a chunk that is throttled is tried again",
        input=FILE,
        stubs={
            "Chunks": ROWS[:1],
            "SumChunk": in_turn(Fails("Lambda.TooManyRequestsException"), {"cents": 2}),
            "Aggregate": aggregated,
            "Keep": {},
        },
        ends="Keep",
    ),
    Scenario(
        name="a chunk that fails ends the run, since a total without it would be wrong",
        input=FILE,
        stubs={"Chunks": ROWS, "SumChunk": Fails("KeyError")},
        ends="SumChunk",
        error="States.ExceedToleratedFailureThreshold",
    ),
]
