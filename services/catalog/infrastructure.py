"""Catalog: the items and their prices, behind an HTTP API."""

from __future__ import annotations

from components.api.route import Route
from components.data.table import TableArgs
from components.workflow.workflow import WorkflowArgs
from microservice.microservice import Microservice
from services.catalog.workflow import import_items


def define(service: Microservice) -> None:
    """A table of items, which anyone may read; agents write or delete one, or import many by a
    workflow. Its stream publishes each change, those of the workflow too.
    """
    items = service.table("items", TableArgs(key="itemId", stream=True))
    reads, writes = [items.read("ITEMS_TABLE")], [items.create("ITEMS_TABLE")]
    lists, deletes = [items.scan("ITEMS_TABLE")], [items.delete("ITEMS_TABLE")]
    imports = service.workflow("import", WorkflowArgs(definition=import_items(items)))
    starts, follows = imports.start("IMPORT_WORKFLOW"), imports.describe("IMPORT_WORKFLOW")

    service.http_api(
        Route.get("/items", service.function("list_items", uses=lists), public=True),
        Route.get("/items/{itemId}", service.function("get_item", uses=reads), public=True),
        Route.get("/prices", service.function("get_prices", uses=reads), public=True),
        Route.put("/items/{itemId}", service.function("put_item", uses=writes)),
        Route.delete("/items/{itemId}", service.function("delete_item", uses=deletes)),
        Route.post("/imports", service.function("start_import", uses=[starts])),
        Route.get("/imports/{importId}", service.function("get_import", uses=[follows])),
    )
    service.on.changes("publish_changes", items)
