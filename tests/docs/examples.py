"""One request and its response for each route, as docs/http-api.md shows them.

Bodies are instances of their contracts, so they are valid. Responses are compared with those of a
deployed local stage, field by field (tests/local/stage/test_http_api.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from contracts.catalog import CatalogItem, ImportItems, PutItem
from contracts.contract import Contract
from contracts.inventory import Delivery, DeliveryLine
from contracts.orders import OrderLine, PlaceOrder
from contracts.payments import SettleTransfer


@dataclass(frozen=True, kw_only=True)
class Example:
    """``path`` replaces the route's where a shell variable stands for what only a run can know.

    ``unchecked`` says why no deployed stage gives the response in a test.
    """

    response: Any
    body: Contract | None = None
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    unchecked: str = ""


ORDER = "5b712fe3-684e-5a45-a8d6-5ecc31df4ca4"
IMPORT = "3d1ed215-5480-4d33-9f51-b8a8fd9d979e"
DAY, PLACED_AT = "2026-11-28", "2026-11-28T09:05:52.060Z"

ITEM = {"itemId": "lp-1", "name": "A record", "priceCents": 1995}
COUNTS = {"confirmed": 1, "cancelled": 0, "units": 1, "cents": 1295, "handled": 3, "failed": {}}
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
NOTICE = {
    "orderId": ORDER,
    "userId": "alice",
    "placedAt": PLACED_AT,
    "kind": "OrderConfirmed",
    "text": "Your order of 1 for 12.95 is confirmed.",
    "noticeId": f"{PLACED_AT}#{ORDER}",
}
PAYMENT = {
    "orderId": ORDER,
    "userId": "alice",
    "units": 1,
    "totalCents": 1295,
    "method": "card",
    "shipTo": "GB",
    "status": "COMPLETED",
    "at": "2026-11-28T09:05:52.090Z",
    "chargeId": "e1283c59-01a7-547a-b849-912311fc21a8",
}
SHIPMENT = {
    "orderId": ORDER,
    "userId": "alice",
    "status": "BOOKED",
    "units": 1,
    "shipTo": "GB",
    "parcels": [f"{ORDER}-1"],
    "at": "2026-11-28T09:05:52.120Z",
    "bookingId": "d69f0699-0142-5e8f-98f5-21857d286672",
    "delivered": [],
}
MONTH = {"month": "2026-11", "customers": 1, "newCustomers": 1, "orders": 1, "units": 1}

# By service, then by route; in the order in which a test runs them.
EXAMPLES: dict[str, dict[str, Example]] = {
    "catalog": {
        "GET /items": Example(response={"items": [ITEM], "nextToken": None}),
        "PUT /items/{itemId}": Example(
            path="/items/lp-1", body=PutItem(name="A record", price_cents=1995), response=ITEM
        ),
        "GET /items/{itemId}": Example(path="/items/lp-1", response=ITEM),
        "GET /prices": Example(
            path="/prices?items=lp-1,no-such-item",
            response={"prices": {"lp-1": 1995}, "unknown": ["no-such-item"]},
        ),
        "POST /imports": Example(
            body=ImportItems(
                items=(CatalogItem(item_id="lp-2", name="Another record", price_cents=2195),)
            ),
            response={
                "message": "the items are being written",
                "importId": IMPORT,
                "items": 1,
            },
        ),
        "GET /imports/{importId}": Example(
            path="/imports/$IMPORT",
            response={
                "importId": IMPORT,
                "status": "SUCCEEDED",
                "startedAt": "2026-11-28T09:08:03.404+00:00",
                "endedAt": "2026-11-28T09:08:03.556+00:00",
            },
        ),
    },
    "inventory": {
        "POST /deliveries": Example(
            body=Delivery(
                delivery_id="delivery-1", lines=(DeliveryLine(item_id="lp-1", quantity=20),)
            ),
            response={"deliveryId": "delivery-1", "received": {"lp-1": 20}},
        ),
        "GET /stock/{itemId}": Example(
            path="/stock/lp-1", response={"itemId": "lp-1", "available": 20}
        ),
    },
    "orders": {
        "POST /orders": Example(
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
            path="/orders?limit=10", response={"orders": [SHOWN_ORDER], "nextToken": None}
        ),
        "GET /orders/{orderId}": Example(path="/orders/$ORDER", response=SHOWN_ORDER),
    },
    "payments": {
        "GET /payments/{orderId}": Example(path="/payments/$ORDER", response=PAYMENT),
        "POST /payments/{orderId}/transfer": Example(
            path="/payments/$TRANSFER_ORDER/transfer",
            body=SettleTransfer(outcome="received"),
            response={"orderId": "19868149-5836-508a-8e6e-e2ac5f942b04", "outcome": "received"},
        ),
    },
    "shipping": {
        "GET /shipments/{orderId}": Example(path="/shipments/$ORDER", response=SHIPMENT),
        "POST /parcels/{parcelId}/delivery": Example(
            path="/parcels/$ORDER-1/delivery",
            response={"parcelId": f"{ORDER}-1", "orderId": ORDER},
        ),
    },
    "notifications": {
        "GET /notices": Example(response={"notices": [NOTICE], "nextToken": None}),
    },
    "analytics": {
        "GET /purchases": Example(
            response={
                "months": [{**MONTH, "cents": 1295}],
                "total": {"customers": 1, "orders": 1, "units": 1, "cents": 1295},
            }
        ),
    },
    "reports": {
        "GET /figures": Example(
            response={"hours": [{"hour": f"{DAY}T09", **COUNTS}], "total": COUNTS}
        ),
        "GET /reports/{day}": Example(
            path=f"/reports/{DAY}",
            response={
                "day": DAY,
                "key": f"reports/{DAY}.json",
                "size": 4211,
                "etag": "9b2cf535f27731c974343645a3985328",
                "report": {
                    "day": DAY,
                    "hours": [{"hour": f"{DAY}T09", **COUNTS}],
                    "total": COUNTS,
                },
            },
            unchecked="a report is filed once a day; tests/local/stage/test_reports.py reads one",
        ),
    },
}
