"""Notifications: tells customers how their orders ended."""

from __future__ import annotations

import pulumi

from components.api.route import Route
from contracts.orders import OrderCancelled, OrderConfirmed
from microservice.microservice import Microservice
from microservice.shared import Platform
from services.notifications import CARD
from settings import Settings


class Notifications(pulumi.ComponentResource):
    """One notice an order, told to every channel; a channel that fails delays no other."""

    def __init__(
        self, settings: Settings, platform: Platform, opts: pulumi.ResourceOptions
    ) -> None:
        super().__init__("platform:services:Notifications", CARD.name, None, opts)
        service = Microservice(CARD, settings, platform, pulumi.ResourceOptions(parent=self))

        notices = service.table("notices", key="userId", sort="noticeId")
        channels = service.on.messages("notices", {"file_notice": [notices.write("NOTICES_TABLE")]})
        tells = [channels.topic.publish("NOTICES_TOPIC")]
        reads = [notices.read("NOTICES_TABLE")]

        service.http_api(
            Route.get("/notices", service.function("list_notices", uses=reads)),
        )
        service.on.events("notify_customer", [OrderConfirmed, OrderCancelled], uses=tells)
        if settings.partner_webhook is not None:
            ends = [OrderConfirmed, OrderCancelled]
            service.on.webhook("tell_partner", ends, settings.partner_webhook)
        self.links = service.open()
        self.register_outputs(self.links)
