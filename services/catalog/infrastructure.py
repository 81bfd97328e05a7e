"""Catalog: what is sold, and at which price."""

from __future__ import annotations

import pulumi

from components.api.route import Route
from microservice.microservice import Microservice
from microservice.shared import Platform
from services.catalog import CARD
from services.catalog.import_items import import_items
from settings import Settings


class Catalog(pulumi.ComponentResource):
    """Anyone may read it, agents write it, one item at a time or as an import."""

    def __init__(
        self, settings: Settings, platform: Platform, opts: pulumi.ResourceOptions
    ) -> None:
        super().__init__("platform:services:Catalog", CARD.name, None, opts)
        service = Microservice(CARD, settings, platform, pulumi.ResourceOptions(parent=self))

        items = service.table("items", key="itemId")
        reads, writes = [items.read("ITEMS_TABLE")], [items.write("ITEMS_TABLE")]
        lists = [items.scan("ITEMS_TABLE")]
        imports = service.workflow("import", import_items(items))
        starts, follows = imports.start("IMPORT_WORKFLOW"), imports.describe("IMPORT_WORKFLOW")

        service.http_api(
            Route.get("/items", service.function("list_items", uses=lists), public=True),
            Route.get("/items/{itemId}", service.function("get_item", uses=reads), public=True),
            Route.get("/prices", service.function("get_prices", uses=reads), public=True),
            Route.put("/items/{itemId}", service.function("put_item", uses=writes)),
            Route.post("/imports", service.function("start_import", uses=[starts])),
            Route.get("/imports/{importId}", service.function("get_import", uses=[follows])),
        )
        self.links = service.open()
        self.register_outputs(self.links)
