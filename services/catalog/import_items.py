"""The import: a state machine that writes items straight into the table, ten at a time."""

from __future__ import annotations

from typing import Any

import pulumi

WRITTEN_AT_ONCE = 10
AGAIN = {
    "ErrorEquals": ["States.ALL"],
    "IntervalSeconds": 1,
    "MaxAttempts": 3,
    "BackoffRate": 2,
}
ENDS = {
    "Imported": {"Type": "Succeed"},
    "ImportFailed": {
        "Type": "Fail",
        "Error": "ImportFailed",
        "Cause": "an item could not be written; those before it are in the table",
    },
}


def import_items(table: pulumi.Input[str]) -> dict[str, Any]:
    """The definition; its input is ``{"items": [{"itemId", "name", "priceCents"}, …]}``."""
    each = {
        "ProcessorConfig": {"Mode": "INLINE"},
        "StartAt": "WriteItem",
        "States": {"WriteItem": write_item(table)},
    }
    write_all = {
        "Type": "Map",
        "ItemsPath": "$.items",
        "MaxConcurrency": WRITTEN_AT_ONCE,
        "ItemProcessor": each,
        "ResultPath": None,
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "ImportFailed"}],
        "Next": "Imported",
    }
    return {"StartAt": "WriteItems", "States": {"WriteItems": write_all, **ENDS}}


def write_item(table: pulumi.Input[str]) -> dict[str, Any]:
    """One item, written by Step Functions itself: no function runs, none has to be warm."""
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::dynamodb:putItem",
        "Parameters": {
            "TableName": table,
            "Item": {
                "itemId": {"S.$": "$.itemId"},
                "name": {"S.$": "$.name"},
                "priceCents": {"N.$": "States.Format('{}', $.priceCents)"},
            },
        },
        # What the table answers is of no use, and of 500 items too large for a state's output.
        "ResultPath": None,
        "TimeoutSeconds": 10,
        "Retry": [AGAIN],
        "End": True,
    }
