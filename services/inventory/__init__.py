"""Inventory: how much of each item there is, and for which orders some of it is put aside."""

from __future__ import annotations

from services.card import Card
from services.contracts.inventory import InventoryFailed, InventoryReserved
from services.contracts.orders import OrderPlaced
from services.contracts.payments import PaymentFailed

CARD = Card(
    name="inventory",
    capability="how much there is, and what is put aside for whom",
    context="fulfilment",
    team="warehouse",
    owns=("inventory",),
    answers=("GET /stock/{itemId}", "POST /deliveries"),
    announces=(InventoryReserved, InventoryFailed),
    listens={
        OrderPlaced: (InventoryReserved, InventoryFailed),
        PaymentFailed: (),
    },
)
