"""Realtime: sends the status of orders to their customers' open connections."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed
from contracts.shipping import OrderFulfilled
from microservice.card import Card

CARD = Card(
    name="realtime",
    type_token="platform:services:Realtime",
    capability="sends the status of orders to their customers' open connections",
    context="open connections",
    team="storefront",
    owns=("api-connections",),
    messages=("notice", "ping"),
    without_backup={
        "api-connections": "a connection lasts two hours, and its client opens another"
    },
    subscribes={OrderConfirmed: (), OrderCancelled: (), OrderFulfilled: ()},
)
