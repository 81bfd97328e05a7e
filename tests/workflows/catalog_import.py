"""The import of the catalog: all items are written, or the run says that one was not."""

from __future__ import annotations

from tests.simulator.stubs import Fails, in_turn
from tests.workflows.scenario import Scenario

ITEMS = {"items": [{"itemId": "disc", "name": "A disc", "priceCents": 1500}]}
WRITTEN = {
    "TableName": "catalog-items-table",
    "Item": {
        "itemId": {"S": "disc"},
        "name": {"S": "A disc"},
        "priceCents": {"N": "1500"},
    },
}
PUBLISHED = {"PublishImport": {"eventId": "id"}}
BUSY = Fails("DynamoDB.ProvisionedThroughputExceededException")

SCENARIOS = [
    Scenario(
        name="every item is written",
        input=ITEMS,
        stubs={"WriteItem": {"SdkHttpMetadata": {}}, **PUBLISHED},
        ends="Imported",
        visited=("WriteItems", "WriteItem", "PublishImport", "Imported"),
        output=ITEMS,
        calls={
            "WriteItem": [WRITTEN],
            "PublishImport": [
                {"importId": "run", "loaded": 1, "rejected": 0, "correlationId": "run"}
            ],
        },
    ),
    Scenario(
        name="an import of nothing is done",
        input={"items": []},
        stubs=PUBLISHED,
        ends="Imported",
    ),
    Scenario(
        name="a busy table is tried again",
        input=ITEMS,
        stubs={"WriteItem": in_turn(BUSY, BUSY, BUSY, {}), **PUBLISHED},
        ends="Imported",
        calls={"WriteItem": [WRITTEN] * 4},
    ),
    Scenario(
        name="a table that stays busy fails the import",
        input=ITEMS,
        stubs={"WriteItem": BUSY},
        ends="ImportFailed",
        error="ImportFailed",
    ),
]
