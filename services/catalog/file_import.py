"""The import of a file: a state machine that loads a CSV file of items in parts."""

from __future__ import annotations

from components.compute.function import Function
from components.workflow.definition import Definition
from components.workflow.distributed import DistributedMap
from components.workflow.errors import ALL, Retry
from components.workflow.integrations import START_SECONDS, invoke
from components.workflow.states import Task
from services.catalog.workflow import publish_import

# Seconds that a step may take: 8 MB are 200,000 items, of which DynamoDB takes 2,500 a second.
STEP_TIMEOUT = 300
STATE_SECONDS = STEP_TIMEOUT + START_SECONDS
RETRIES = (Retry(errors=(ALL,)),)

# More would only be throttled: a table on demand takes 4,000 writes a second at first.
LOADED_AT_ONCE = 4

RUN = {"correlationId.$": "$$.Execution.Name"}


def import_file(
    *, plan: Function, load: Function, merge: Function, publish: Function
) -> Definition:
    """From ``{"key", "etag"}`` of an object to numbers of items, and where the rejects are."""
    found = {"key.$": "$.key", "etag.$": "$.etag", **RUN}
    one = {"file.$": "$.file", "part.$": "$$.Map.Item.Value", **RUN}
    end = {"file.$": "$.file", "loaded.$": "$.loaded", **RUN}
    return Definition(
        (
            Task(
                "PlanParts",
                does=invoke(plan, found),
                timeout=STATE_SECONDS,
                retry=RETRIES,
                next="LoadParts",
            ),
            DistributedMap(
                "LoadParts",
                items="$.parts",
                item_selector=one,
                each=Definition(
                    (Task("LoadPart", does=invoke(load), timeout=STATE_SECONDS, retry=RETRIES),)
                ),
                max_concurrency=LOADED_AT_ONCE,
                result_path="$.loaded",
                next="MergeRejects",
            ),
            Task(
                "MergeRejects",
                does=invoke(merge, end),
                timeout=STATE_SECONDS,
                retry=RETRIES,
                next="PublishImport",
            ),
            publish_import(publish, loaded="$.loaded", rejected={"rejected.$": "$.rejected"}),
        ),
        comment="The import of a file of items",
    )
