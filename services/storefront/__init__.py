"""Storefront: one GraphQL API for front ends, over the APIs of catalog and orders, and a site."""

from __future__ import annotations

from microservice.card import Card

CARD = Card(
    name="storefront",
    type_token="platform:services:Storefront",
    capability="products and orders for front ends, by GraphQL, and the page of the shop",
    context="front ends",
    team="storefront",
    owns=(),
    fields=(
        "Query.products",
        "Query.product",
        "Query.myOrders",
        "Query.customerOrders",
        "Query.order",
        "Query.orderUpdates",
        "Mutation.placeOrder",
    ),
    calls=("catalog", "orders", "realtime"),
)
