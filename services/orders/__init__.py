"""Orders: takes orders, and follows each until it is confirmed or cancelled."""

from __future__ import annotations

from services.card import Card
from services.contracts.inventory import InventoryFailed, InventoryReserved
from services.contracts.orders import OrderCancelled, OrderConfirmed, OrderPlaced
from services.contracts.payments import PaymentCompleted, PaymentFailed

CARD = Card(
    name="orders",
    capability="takes orders, and knows how far each has come",
    context="selling",
    team="storefront",
    owns=("orders",),
    answers=("POST /orders", "GET /orders", "GET /orders/{orderId}"),
    announces=(OrderPlaced, OrderConfirmed, OrderCancelled),
    listens={
        InventoryReserved: (),
        InventoryFailed: (OrderCancelled,),
        PaymentCompleted: (OrderConfirmed,),
        PaymentFailed: (OrderCancelled,),
    },
    calls=("catalog",),
)
