"""The import of a file: its parts are planned, each is loaded, and their rejects are merged."""

from __future__ import annotations

from tests.simulator.stubs import Fails, in_turn
from tests.workflows.scenario import Scenario

NEW = {"bucket": "b", "key": "imports/a.csv", "size": 9, "etag": "e", "sequencer": "01"}
FILE = {"key": "imports/a.csv", "etag": "e", "columns": ["itemId", "name", "priceCents"]}
PARTS = [{"number": number, "first": 10, "last": 19, "line": 2} for number in range(2)]
LOADED = {"number": 0, "items": 1, "rejected": 0, "loaded": 1}
DONE = {"loaded": 2, "items": 2, "rejected": 0, "parts": 2, "rejects": "results/e/rejects.csv"}
RUN = {"correlationId": "run"}
PUBLISHED = {"PublishImport": {"eventId": "id"}}
PLANNED = {"file": FILE, "parts": PARTS}

SCENARIOS = [
    Scenario(
        name="every part is loaded, then the rejects are merged",
        input=NEW,
        stubs={"PlanParts": PLANNED, "LoadPart": LOADED, "MergeRejects": DONE, **PUBLISHED},
        ends="PublishImport",
        visited=("PlanParts", "LoadParts", "LoadPart", "LoadPart", "MergeRejects", "PublishImport"),
        output=DONE,
        calls={
            "PlanParts": [{"key": "imports/a.csv", "etag": "e", **RUN}],
            "LoadPart": [{"file": FILE, "part": part, **RUN} for part in PARTS],
            "MergeRejects": [{"file": FILE, "loaded": [LOADED, LOADED], **RUN}],
            "PublishImport": [{"importId": "run", "loaded": 2, "rejected": 0, **RUN}],
        },
    ),
    Scenario(
        name="a file without rows has no parts",
        input=NEW,
        stubs={"PlanParts": {**PLANNED, "parts": []}, "MergeRejects": DONE, **PUBLISHED},
        ends="PublishImport",
        visited=("PlanParts", "LoadParts", "MergeRejects", "PublishImport"),
    ),
    Scenario(
        name="a part that fails is tried again",
        input=NEW,
        stubs={
            "PlanParts": {**PLANNED, "parts": PARTS[:1]},
            "LoadPart": in_turn(Fails("UnprocessedKeys"), LOADED),
            "MergeRejects": DONE,
            **PUBLISHED,
        },
        ends="PublishImport",
    ),
    Scenario(
        name="a file that is no items ends the import",
        input=NEW,
        stubs={"PlanParts": Fails("NotItems")},
        ends="PlanParts",
        error="NotItems",
    ),
    Scenario(
        name="a part that fails every try ends the import, and nothing is published",
        input=NEW,
        stubs={"PlanParts": PLANNED, "LoadPart": Fails("UnprocessedKeys")},
        ends="LoadPart",
        error="States.ExceedToleratedFailureThreshold",
    ),
]
