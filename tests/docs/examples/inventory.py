"""Examples of the routes of inventory."""

from __future__ import annotations

from contracts.inventory import Delivery, DeliveryLine
from tests.docs.examples.example import Example

EXAMPLES = {
    "POST /deliveries": Example(
        body=Delivery(delivery_id="delivery-1", lines=(DeliveryLine(item_id="lp-1", quantity=20),)),
        response={"deliveryId": "delivery-1", "received": {"lp-1": 20}},
    ),
    "GET /stock/{itemId}": Example(
        path="/stock/lp-1", response={"itemId": "lp-1", "available": 20}
    ),
}
