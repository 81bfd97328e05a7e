"""Inventory: stock by item, and reservations by order."""

from __future__ import annotations

from components.api.route import Route
from components.data.table import TableArgs
from contracts.commands import ReleaseRequested, ReservationRequested
from contracts.orders import CHOREOGRAPHY, OrderPlaced
from contracts.payments import PaymentFailed, PaymentRefunded
from microservice.microservice import Microservice


def define(service: Microservice) -> None:
    """Consumers that reserve all lines of an order or none, and release a reservation once."""
    inventory = service.table("inventory", TableArgs(key="pk"))
    reads = inventory.read("INVENTORY_TABLE")
    changes = inventory.update("INVENTORY_TABLE")
    keeps = [inventory.create(), changes]
    blocks = inventory.create().when("a release overtakes the reservation")

    service.http_api(
        Route.get(
            "/stock/{itemId}",
            service.function("get_stock", uses=[reads]),
            public=True,
        ),
        Route.post("/deliveries", service.function("receive_delivery", uses=keeps)),
    )
    service.on.events(
        "reserve_stock",
        [OrderPlaced, ReservationRequested],
        where={"mode": CHOREOGRAPHY},
        uses=[*keeps, service.publish()],
    )
    service.on.events(
        "release_stock",
        [PaymentFailed, PaymentRefunded, ReleaseRequested],
        where={"mode": CHOREOGRAPHY},
        uses=[reads, blocks, changes, service.publish()],
    )
