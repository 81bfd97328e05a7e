"""Analytics: what was bought, by month, counted from events."""

from __future__ import annotations

import pulumi

from components.api.route import Route
from contracts.orders import OrderConfirmed
from microservice.microservice import Microservice
from microservice.shared import Platform
from services.analytics import CARD
from settings import Settings


class Analytics(pulumi.ComponentResource):
    """Each confirmed order counts once, however often its event arrives."""

    def __init__(
        self, settings: Settings, platform: Platform, opts: pulumi.ResourceOptions
    ) -> None:
        super().__init__("platform:services:Analytics", CARD.name, None, opts)
        service = Microservice(CARD, settings, platform, pulumi.ResourceOptions(parent=self))

        totals = service.table("totals", key="pk")
        counts = [totals.read_write("ANALYTICS_TABLE")]
        reports = [totals.read("ANALYTICS_TABLE")]

        service.http_api(
            Route.get("/purchases", service.function("report_purchases", uses=reports)),
        )
        service.on.events("count_order", [OrderConfirmed], uses=counts)
        self.links = service.open()
        self.register_outputs(self.links)
