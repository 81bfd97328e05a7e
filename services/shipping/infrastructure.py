"""Shipping: books a carrier for what is paid, and collects the news of each parcel's arrival."""

from __future__ import annotations

import pulumi

from components.api.route import Route
from contracts.commands import ShipmentCancellationRequested, ShipmentRequested
from contracts.orders import CHOREOGRAPHY
from contracts.payments import PaymentCompleted
from contracts.shipping import ParcelDelivered
from microservice.microservice import Microservice
from microservice.shared import Platform
from services.shipping import CARD
from settings import Settings


class Shipping(pulumi.ComponentResource):
    """Each order has at most one carrier; it is fulfilled once, when its last parcel arrives."""

    def __init__(
        self, settings: Settings, platform: Platform, opts: pulumi.ResourceOptions
    ) -> None:
        super().__init__("platform:services:Shipping", CARD.name, None, opts)
        service = Microservice(CARD, settings, platform, pulumi.ResourceOptions(parent=self))

        shipments = service.table("shipments", key="orderId", stream=True)
        reads = [shipments.read("SHIPMENTS_TABLE")]
        both = [shipments.read_write("SHIPMENTS_TABLE")]
        announces = [*both, service.publish()]

        service.http_api(
            Route.get("/shipments/{orderId}", service.function("get_shipment", uses=reads)),
            Route.post(
                "/parcels/{parcelId}/delivery",
                service.function("deliver_parcel", uses=[*reads, service.publish()]),
            ),
        )
        service.on.events(
            "book_shipment",
            [PaymentCompleted, ShipmentRequested],
            where={"mode": CHOREOGRAPHY},
            uses=announces,
        )
        service.on.events("cancel_shipment", [ShipmentCancellationRequested], uses=announces)
        service.on.events("fulfil_order", [ParcelDelivered], uses=both)
        service.on.changes("publish_changes", shipments)
        self.links = service.open()
        self.register_outputs(self.links)
