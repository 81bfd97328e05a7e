"""Examples of the routes of orders."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.field_types import OrderId, TotalCents
from contracts.orders import OrderLine, PlaceOrder
from services.orders.app.domain import INTERNAL, Order, Status
from tests.docs.examples.example import DAY, ORDER, PLACED_AT, Example
from tests.docs.openapi.answers import Page, Shown

SHOWN_ORDER = {
    "orderId": ORDER,
    "userId": "alice",
    "placedAt": PLACED_AT,
    "orderedOn": DAY,
    "mode": "choreography",
    "status": "CONFIRMED",
    "lines": [{"itemId": "first-item", "quantity": 1, "unitCents": 1295}],
    "units": 1,
    "totalCents": 1295,
    "paymentMethod": "card",
    "shipTo": "GB",
    "timeline": {
        "placed": PLACED_AT,
        "reserved": "2026-11-28T09:05:52.080Z",
        "paid": "2026-11-28T09:05:52.106Z",
        "shipped": "2026-11-28T09:05:52.127Z",
        "confirmed": "2026-11-28T09:05:52.144Z",
    },
}

ORDER_SHOWN = Shown(Order, without=INTERNAL)


@dataclass(frozen=True, kw_only=True)
class OrderAccepted:
    """The answer of ``POST /orders``."""

    message: str
    order_id: OrderId
    status: Status
    total_cents: TotalCents


EXAMPLES = {
    "POST /orders": Example(
        answer=OrderAccepted,
        body=PlaceOrder(lines=(OrderLine(item_id="first-item", quantity=1),)),
        headers={"Idempotency-Key": "order-1"},
        response={
            "message": "the order is on its way",
            "orderId": ORDER,
            "status": "PLACED",
            "totalCents": 1295,
        },
    ),
    "GET /orders": Example(
        path="/orders?limit=10",
        answer=Page("orders", ORDER_SHOWN),
        response={"orders": [SHOWN_ORDER], "nextToken": None},
    ),
    "GET /orders/{orderId}": Example(
        path="/orders/$ORDER", answer=ORDER_SHOWN, response=SHOWN_ORDER
    ),
}
