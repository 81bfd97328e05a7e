"""Orders: takes orders, and processes each until it is confirmed or cancelled."""

from __future__ import annotations

from contracts.commands import (
    PaymentRequested,
    RefundRequested,
    ReleaseRequested,
    ReservationRequested,
    ShipmentCancellationRequested,
    ShipmentRequested,
)
from contracts.inventory import InventoryFailed, InventoryReleased, InventoryReserved
from contracts.orders import OrderCancelled, OrderConfirmed, OrderPlaced
from contracts.payments import PaymentCompleted, PaymentFailed, PaymentRefunded
from contracts.shipping import (
    OrderFulfilled,
    ShipmentBooked,
    ShipmentCancelled,
    ShipmentFailed,
)
from microservice.card import IDEMPOTENCY, Card

CARD = Card(
    name="orders",
    type_token="platform:services:Orders",
    capability="takes orders, and records the progress of each",
    context="ordering",
    team="storefront",
    owns=("orders", "steps", "idempotency"),
    without_backup={
        "steps": "task tokens, which are worthless when their saga has ended",
        "idempotency": IDEMPOTENCY,
    },
    routes=("POST /orders", "GET /orders", "GET /orders/{orderId}"),
    publishes=(
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
    subscribes={
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
    compensations={
        ReservationRequested: ReleaseRequested,
        PaymentRequested: RefundRequested,
        ShipmentRequested: ShipmentCancellationRequested,
    },
)
