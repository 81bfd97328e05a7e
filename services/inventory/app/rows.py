"""The keys of the inventory table, which holds items, orders and deliveries, and how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.dynamodb.rows import from_item
from services.inventory.app.domain import BlockedReservation, OrderRow, Rejection, Reservation


def item_key(item_id: str) -> Mapping[str, str]:
    """The key of an item's stock."""
    return {"pk": f"item#{item_id}"}


def order_key(order_id: str) -> Mapping[str, str]:
    """The key of an order's reservation."""
    return {"pk": f"order#{order_id}"}


def delivery_key(delivery_id: str) -> Mapping[str, str]:
    """The key of a delivery."""
    return {"pk": f"delivery#{delivery_id}"}


def order_row(item: Mapping[str, Any]) -> OrderRow:
    """The row of an order."""
    if "shortages" in item:
        return from_item(Rejection, item)
    if "userId" in item:
        return from_item(Reservation, item)
    return from_item(BlockedReservation, item)
