"""Examples of the routes of inventory."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.field_types import DeliveryId
from contracts.inventory import Delivery, DeliveryLine
from tests.docs.examples.example import Example


@dataclass(frozen=True, kw_only=True)
class Received:
    """The answer of ``POST /deliveries``: the units of each item."""

    delivery_id: DeliveryId
    received: dict[str, int]


EXAMPLES = {
    "POST /deliveries": Example(
        answer=Received,
        body=Delivery(delivery_id="delivery-1", lines=(DeliveryLine(item_id="lp-1", quantity=20),)),
        response={"deliveryId": "delivery-1", "received": {"lp-1": 20}},
    ),
    "GET /stock/{itemId}": Example(
        path="/stock/lp-1", response={"itemId": "lp-1", "available": 20}
    ),
}
