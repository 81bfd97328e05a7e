"""Catalog: the items and their prices, behind a REST API, which keeps what is read of items."""

from __future__ import annotations

from components.api.caching import Cached
from components.api.route import Route
from components.compute.function import Function
from components.data.table import Table, TableArgs
from components.objects.bucket import BucketArgs
from components.objects.lifecycle import LifecycleRule
from components.workflow.workflow import WorkflowArgs
from contracts.catalog import ImportItems, PutItem
from contracts.schema import request_model
from microservice.microservice import Microservice
from services.catalog.file_import import STEP_TIMEOUT, import_file
from services.catalog.workflow import import_items

IMPORTS, RESULTS = "imports/", "results/"
# A file that is imported again within this time loads nothing twice.
FILES = tuple(LifecycleRule(prefix=each, expiration_days=90) for each in (IMPORTS, RESULTS))
# How old what a reader sees of an item may be; prices of orders are read anew.
ITEM, PAGE = Cached(ttl=60), Cached(ttl=60, query=("limit", "nextToken"))


def define(service: Microservice) -> None:
    """A table of items, which anyone may read; agents write or delete one, or import many by a
    workflow. Its stream publishes each change, those of the workflow too.
    """
    items = service.table("items", TableArgs(key="itemId", stream=True))
    reads, writes = [items.read("ITEMS_TABLE")], [items.create("ITEMS_TABLE")]
    lists, deletes = [items.scan("ITEMS_TABLE")], [items.delete("ITEMS_TABLE")]
    publish = service.task("publish_import", uses=[service.publish()])
    imports = service.workflow("import", WorkflowArgs(definition=import_items(items, publish)))
    starts, follows = imports.start("IMPORT_WORKFLOW"), imports.describe("IMPORT_WORKFLOW")

    find, page = (
        service.function("get_item", uses=reads),
        service.function("list_items", uses=lists),
    )
    put = service.function("put_item", uses=writes)
    start = service.function("start_import", uses=[starts])
    service.rest_api(
        Route.get("/items", page, public=True, cached=PAGE),
        Route.get("/items/{itemId}", find, public=True, cached=ITEM),
        Route.get("/prices", service.function("get_prices", uses=reads), public=True),
        Route.put("/items/{itemId}", put, body=request_model(PutItem)),
        Route.delete("/items/{itemId}", service.function("delete_item", uses=deletes)),
        Route.post("/imports", start, body=request_model(ImportItems)),
        Route.get("/imports/{importId}", service.function("get_import", uses=[follows])),
    )
    service.on.changes("publish_changes", items)
    import_of_files(service, items, publish)


def import_of_files(service: Microservice, items: Table, publish: Function) -> None:
    """A bucket in which a new CSV file below ``imports/`` starts the state machine that loads it;
    only agents with AWS credentials reach it.
    """
    files = service.bucket("files", BucketArgs(lifecycle=FILES))
    reads = files.read("IMPORTS_BUCKET", IMPORTS)
    results = [files.read("IMPORTS_BUCKET", RESULTS), files.write("IMPORTS_BUCKET", RESULTS)]
    writes = items.allow(("dynamodb:BatchWriteItem",), (items.arn,), "ITEMS_TABLE")
    steps = {
        "plan": service.task("plan_file_import", uses=[reads], preset="io", timeout=STEP_TIMEOUT),
        "load": service.task(
            "load_import_part", uses=[reads, writes, *results], preset="io", timeout=STEP_TIMEOUT
        ),
        "publish": publish,
        "merge": service.task("merge_rejects", uses=results, preset="io", timeout=STEP_TIMEOUT),
    }
    loads = service.workflow("file-import", WorkflowArgs(definition=import_file(**steps)))
    service.on.stored_starts("load", files, loads, prefix=IMPORTS, suffix=".csv")
