"""Inventory: how much of each item there is, and for which orders some of it is put aside."""

from __future__ import annotations

from contracts.commands import ReleaseRequested, ReservationRequested
from contracts.inventory import InventoryFailed, InventoryReleased, InventoryReserved
from contracts.orders import OrderPlaced
from contracts.payments import PaymentFailed, PaymentRefunded
from microservice.card import Card

CARD = Card(
    name="inventory",
    type_token="platform:services:Inventory",
    capability="how much there is, and what is put aside for whom",
    context="fulfilment",
    team="warehouse",
    owns=("inventory",),
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
