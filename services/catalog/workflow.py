"""The import: a state machine that writes items to the table, ten at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.compute.function import Function
from components.data.table import Table
from components.workflow.branches import Map
from components.workflow.definition import Definition
from components.workflow.errors import ALL, Catch, Retry
from components.workflow.integrations import invoke, put_item
from components.workflow.states import Fail, Succeed, Task

WRITTEN_AT_ONCE = 10
# The function's own timeout, and the time to start it.
PUBLISH_SECONDS = 60


def import_items(items: Table, publish: Function) -> Definition:
    """Its input is ``{"items": [{"itemId", "name", "priceCents"}, …]}``."""
    return Definition(
        (
            Map(
                "WriteItems",
                items="$.items",
                max_concurrency=WRITTEN_AT_ONCE,
                each=Definition((write_item(items),)),
                result_path=None,
                catch=(Catch(next="ImportFailed"),),
                next="PublishImport",
            ),
            publish_import(
                publish,
                loaded="States.ArrayLength($.items)",
                rejected={"rejected": 0},
                following="Imported",
            ),
            Succeed("Imported"),
            Fail(
                "ImportFailed",
                error="ImportFailed",
                cause="an item could not be written; those before it are in the table",
            ),
        )
    )


def write_item(items: Table) -> Task:
    """Write one item, by the DynamoDB integration of Step Functions, without a function."""
    item = {
        "itemId": {"S.$": "$.itemId"},
        "name": {"S.$": "$.name"},
        "priceCents": {"N.$": "States.Format('{}', $.priceCents)"},
    }
    return Task(
        "WriteItem",
        does=put_item(items, item),
        timeout=10,
        retry=(Retry(errors=(ALL,)),),
        # The result is not needed, and that of 500 items is too large for a state's output.
        result_path=None,
    )


def publish_import(
    publish: Function, *, loaded: str, rejected: Mapping[str, Any], following: str | None = None
) -> Task:
    """Publish ``ItemsImported``, once for an execution; ``loaded`` is where the number is."""
    run = {"importId.$": "$$.Execution.Name", "correlationId.$": "$$.Execution.Name"}
    return Task(
        "PublishImport",
        does=invoke(publish, {**run, "loaded.$": loaded, **rejected}),
        timeout=PUBLISH_SECONDS,
        retry=(Retry(errors=(ALL,)),),
        result_path=None,
        next=following,
    )
