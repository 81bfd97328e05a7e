"""Inventory: how much of each item there is, and for which orders some of it is put aside."""

from __future__ import annotations

from services.card import Card
from services.contracts.inventory import InventoryFailed, InventoryReleased, InventoryReserved
from services.contracts.orders import OrderPlaced
from services.contracts.payments import PaymentFailed, PaymentRefunded
from services.contracts.requests import ReleaseRequested, ReservationRequested

CARD = Card(
    name="inventory",
    capability="how much there is, and what is put aside for whom",
    context="fulfilment",
    team="warehouse",
    owns=("inventory",),
    answers=("GET /stock/{itemId}", "POST /deliveries"),
    announces=(InventoryReserved, InventoryFailed, InventoryReleased),
    listens={
        OrderPlaced: (InventoryReserved, InventoryFailed),
        ReservationRequested: (InventoryReserved, InventoryFailed),
        PaymentFailed: (InventoryReleased,),
        PaymentRefunded: (InventoryReleased,),
        ReleaseRequested: (InventoryReleased,),
    },
)
