"""Orders: takes orders over HTTP, and follows each until it is confirmed or cancelled."""

from __future__ import annotations

import pulumi

from components.api.route import Route
from components.data.table import Index
from services.contracts.inventory import InventoryFailed, InventoryReserved
from services.contracts.orders import PlaceOrder
from services.contracts.payments import PaymentCompleted, PaymentFailed
from services.contracts.schema import gateway_model
from services.microservice import Microservice
from services.orders import CARD
from services.platform import Platform
from services.settings import Settings


class Orders(pulumi.ComponentResource):
    """The only owner of an order's state; everyone else hears of it by event."""

    def __init__(
        self, settings: Settings, platform: Platform, opts: pulumi.ResourceOptions
    ) -> None:
        super().__init__("platform:services:Orders", CARD.name, None, opts)
        service = Microservice(CARD, settings, platform, pulumi.ResourceOptions(parent=self))

        by_user = Index(name="byUser", key="userId", sort="placedAt")
        orders = service.table("orders", key="orderId", indexes=[by_user])
        reads, both = [orders.read("ORDERS_TABLE")], [orders.read_write("ORDERS_TABLE")]
        places = [*both, service.publish(), service.call("catalog")]

        service.rest_api(
            Route.post(
                "/orders",
                service.function("place_order", uses=places),
                body=gateway_model(PlaceOrder),
                headers=("Idempotency-Key",),
            ),
            Route.get("/orders", service.function("list_orders", uses=reads)),
            Route.get("/orders/{orderId}", service.function("get_order", uses=reads)),
        )
        service.subscribe(
            "advance_order",
            [InventoryReserved, InventoryFailed, PaymentCompleted, PaymentFailed],
            uses=[*both, service.publish()],
        )
        self.links = service.open()
        self.register_outputs(self.links)
