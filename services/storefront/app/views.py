"""Views: products and orders of the schema, from what catalog and orders respond with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]


def product(item: Json) -> dict[str, Any]:
    """An item of the catalog."""
    return {"id": item["itemId"], "name": item["name"], "priceCents": item["priceCents"]}


def product_page(found: Json) -> dict[str, Any]:
    """A page of items."""
    return {
        "products": [product(item) for item in found["items"]],
        "nextToken": found["nextToken"],
    }


def order(found: Json) -> dict[str, Any]:
    """An order, with what happened to it in the order of time."""
    same = ("placedAt", "orderedOn", "status", "units", "totalCents", "paymentMethod", "shipTo")
    lines = ("itemId", "quantity", "unitCents")
    moments = sorted(found["timeline"].items(), key=lambda moment: moment[1])
    return {
        "id": found["orderId"],
        "customerId": found["userId"],
        **{name: found[name] for name in same},
        "reason": found.get("reason"),
        "lines": [{name: line[name] for name in lines} for line in found["lines"]],
        "timeline": [{"name": name, "at": at} for name, at in moments],
    }


def order_page(found: Json) -> dict[str, Any]:
    """A page of orders."""
    return {"orders": [order(each) for each in found["orders"]], "nextToken": found["nextToken"]}


def placed_order(found: Json) -> dict[str, Any]:
    """An order that was accepted, now or before."""
    return {
        "id": found["orderId"],
        "status": found["status"],
        "totalCents": found["totalCents"],
    }
