"""Orders, of the orders service, which decides whose a caller may see."""

from __future__ import annotations

from typing import Any

from contracts.codec import encode
from contracts.field_types import CustomerId, IdempotencyKey, OrderId
from contracts.orders import PlaceOrder
from runtime.clients.discovery import endpoint
from runtime.clients.services import get_as, post_as
from runtime.graphql.field import Field
from runtime.graphql.handler import field_handler
from services.storefront.app.paging import page_of
from services.storefront.app.views import order, order_page, placed_order


def my_orders(field: Field) -> dict[str, Any]:
    """A page of the caller's orders."""
    return order_page(get_as(field.token, "orders", "/orders", page_of(field)))


def customer_orders(field: Field) -> dict[str, Any]:
    """A page of a customer's orders, for agents."""
    query = {"userId": field.argument(CustomerId, "userId"), **page_of(field)}
    return order_page(get_as(field.token, "orders", "/orders", query))


def order_by_id(field: Field) -> dict[str, Any]:
    """An order; ``NotFound`` if there is none, or if the caller may not see it."""
    order_id = field.argument(OrderId, "id")
    return order(get_as(field.token, "orders", f"/orders/{order_id}"))


def order_updates(field: Field) -> dict[str, Any]:
    """Where the caller's open connection gets each new status."""
    return {"url": endpoint("realtime")}


def place_order(field: Field) -> dict[str, Any]:
    """Place an order, once for each idempotency key of the caller."""
    key: str = field.argument(IdempotencyKey, "idempotencyKey")
    given = encode(field.input(PlaceOrder, "input"))
    body = {name: value for name, value in given.items() if value is not None}
    return placed_order(post_as(field.token, "orders", "/orders", body, key))


handle = field_handler(
    {
        "Query.myOrders": my_orders,
        "Query.customerOrders": customer_orders,
        "Query.order": order_by_id,
        "Query.orderUpdates": order_updates,
        "Mutation.placeOrder": place_order,
    }
)
