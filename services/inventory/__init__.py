"""Inventory: stock by item, and reservations by order."""

from __future__ import annotations

from contracts.commands import ReleaseRequested, ReservationRequested
from contracts.inventory import InventoryFailed, InventoryReleased, InventoryReserved
from contracts.orders import OrderPlaced
from contracts.payments import PaymentFailed, PaymentRefunded
from microservice.card import Card

CARD = Card(
    name="inventory",
    type_token="platform:services:Inventory",
    capability="stock, and reservations for orders",
    context="stock",
    team="warehouse",
    owns=("inventory",),
    without_backup={
        "inventory": "last night's stock contradicts today's orders; that of a second ago does not",
    },
    routes=("GET /stock/{itemId}", "POST /deliveries"),
    publishes=(InventoryReserved, InventoryFailed, InventoryReleased),
    subscribes={
        OrderPlaced: (InventoryReserved, InventoryFailed),
        ReservationRequested: (InventoryReserved, InventoryFailed),
        PaymentFailed: (InventoryReleased,),
        PaymentRefunded: (InventoryReleased,),
        ReleaseRequested: (InventoryReleased,),
    },
)
