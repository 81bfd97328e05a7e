"""The import: a state machine that writes items straight into the table, ten at a time."""

from __future__ import annotations

from typing import Any

import pulumi


def import_items(table: pulumi.Input[str]) -> dict[str, Any]:
    """The definition; its input is ``{"items": [{"itemId", "name", "priceCents"}, …]}``."""
    write = {
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
        "TimeoutSeconds": 10,
        "Retry": [
            {
                "ErrorEquals": ["States.ALL"],
                "IntervalSeconds": 1,
                "MaxAttempts": 3,
                "BackoffRate": 2,
            }
        ],
        "End": True,
    }
    return {
        "StartAt": "WriteItems",
        "States": {
            "WriteItems": {
                "Type": "Map",
                "ItemsPath": "$.items",
                "MaxConcurrency": 10,
                "ItemProcessor": {
                    "ProcessorConfig": {"Mode": "INLINE"},
                    "StartAt": "WriteItem",
                    "States": {"WriteItem": write},
                },
                "ResultPath": None,
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "ImportFailed"}],
                "Next": "Imported",
            },
            "Imported": {"Type": "Succeed"},
            "ImportFailed": {
                "Type": "Fail",
                "Error": "ImportFailed",
                "Cause": "an item could not be written; those before it are in the table",
            },
        },
    }
