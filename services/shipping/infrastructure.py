"""Shipping: books a carrier for a paid order, and records the delivery of each parcel."""

from __future__ import annotations

from components.api.route import Route
from components.data.table import TableArgs
from contracts.commands import ShipmentCancellationRequested, ShipmentRequested
from contracts.orders import CHOREOGRAPHY
from contracts.payments import PaymentCompleted
from contracts.shipping import ParcelDelivered
from microservice.microservice import Microservice


def define(service: Microservice) -> None:
    """One carrier an order, at most; the order is fulfilled when its last parcel is delivered."""
    shipments = service.table("shipments", TableArgs(key="orderId", stream=True))
    reads = [shipments.read("SHIPMENTS_TABLE")]
    carrier = service.external("CARRIER", service.settings.carrier)
    moves = [shipments.create("SHIPMENTS_TABLE"), shipments.update(), service.publish()]
    books = [*moves, *carrier.uses]
    cancels = [each.when("a booked order is given up") for each in books]

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
        uses=books,
        variables=carrier.variables,
    )
    service.on.events(
        "cancel_shipment",
        [ShipmentCancellationRequested],
        uses=cancels,
        variables=carrier.variables,
    )
    service.on.events("fulfil_order", [ParcelDelivered], uses=[shipments.update("SHIPMENTS_TABLE")])
    service.on.changes("publish_changes", shipments)
