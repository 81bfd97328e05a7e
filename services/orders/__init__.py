"""Orders: takes orders, and follows or directs each until it is confirmed or cancelled."""

from __future__ import annotations

from services.card import Card
from services.contracts.inventory import InventoryFailed, InventoryReleased, InventoryReserved
from services.contracts.orders import OrderCancelled, OrderConfirmed, OrderPlaced
from services.contracts.payments import PaymentCompleted, PaymentFailed, PaymentRefunded
from services.contracts.requests import (
    PaymentRequested,
    RefundRequested,
    ReleaseRequested,
    ReservationRequested,
    ShipmentCancellationRequested,
    ShipmentRequested,
)
from services.contracts.shipping import (
    OrderFulfilled,
    ShipmentBooked,
    ShipmentCancelled,
    ShipmentFailed,
)

CARD = Card(
    name="orders",
    capability="takes orders, and knows how far each has come",
    context="selling",
    team="storefront",
    owns=("orders", "steps", "idempotency"),
    answers=("POST /orders", "GET /orders", "GET /orders/{orderId}"),
    announces=(
        OrderPlaced,
        OrderConfirmed,
        OrderCancelled,
        ReservationRequested,
        ReleaseRequested,
        PaymentRequested,
        RefundRequested,
        ShipmentRequested,
        ShipmentCancellationRequested,
    ),
    outbox=(OrderPlaced, OrderConfirmed, OrderCancelled),
    listens={
        OrderPlaced: (ReservationRequested,),
        InventoryReserved: (PaymentRequested,),
        InventoryFailed: (OrderCancelled,),
        InventoryReleased: (OrderCancelled,),
        PaymentCompleted: (ShipmentRequested,),
        PaymentFailed: (OrderCancelled, ReleaseRequested),
        PaymentRefunded: (ReleaseRequested,),
        ShipmentBooked: (OrderConfirmed,),
        ShipmentFailed: (OrderCancelled, RefundRequested),
        ShipmentCancelled: (RefundRequested,),
        OrderFulfilled: (),
    },
    calls=("catalog",),
)
