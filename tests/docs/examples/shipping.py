"""Examples of the routes of shipping."""

from __future__ import annotations

from contracts.field_types import ParcelId
from services.shipping.app.domain import INTERNAL, BlockedShipment, Shipment
from tests.docs.examples.example import ORDER, Example
from tests.docs.openapi.answers import Shown

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

# In every response, unlike in the row.
DELIVERED = {"delivered": tuple[ParcelId, ...]}

EXAMPLES = {
    "GET /shipments/{orderId}": Example(
        path="/shipments/$ORDER",
        answer=(
            Shown(Shipment, without=INTERNAL, also=DELIVERED),
            Shown(BlockedShipment, also=DELIVERED),
        ),
        response=SHIPMENT,
    ),
    "POST /parcels/{parcelId}/delivery": Example(
        path="/parcels/$ORDER-1/delivery",
        response={"parcelId": f"{ORDER}-1", "orderId": ORDER},
    ),
}
