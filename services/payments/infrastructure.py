"""Payments: takes the money for an order once its items are reserved, and never twice."""

from __future__ import annotations

import pulumi

from components.api.route import Route
from services.contracts.inventory import InventoryReserved
from services.microservice import Microservice
from services.payments import CARD
from services.platform import Platform
from services.settings import Settings


class Payments(pulumi.ComponentResource):
    """Each order has at most one payment, taken or refused."""

    def __init__(
        self, settings: Settings, platform: Platform, opts: pulumi.ResourceOptions
    ) -> None:
        super().__init__("platform:services:Payments", CARD.name, None, opts)
        service = Microservice(CARD, settings, platform, pulumi.ResourceOptions(parent=self))

        payments = service.table("payments", key="orderId")
        claims = service.table("idempotency", key="pk", ttl="ttl")
        takes = [
            payments.read_write("PAYMENTS_TABLE"),
            claims.read_write("IDEMPOTENCY_TABLE"),
            service.publish(),
        ]
        reads = [payments.read("PAYMENTS_TABLE")]

        service.http_api(
            Route.get("/payments/{orderId}", service.function("get_payment", uses=reads)),
        )
        service.subscribe("take_payment", [InventoryReserved], uses=takes)
        self.links = service.open()
        self.register_outputs(self.links)
