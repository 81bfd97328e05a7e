"""Storefront: one GraphQL API for front ends, over the APIs of catalog and orders."""

from __future__ import annotations

from microservice.card import Card

CARD = Card(
    name="storefront",
    type_token="platform:services:Storefront",
    capability="products and orders for front ends, in one request, by GraphQL",
    context="front ends",
    team="storefront",
    owns=(),
    fields=(
        "Query.products",
        "Query.product",
        "Query.myOrders",
        "Query.customerOrders",
        "Query.order",
        "Mutation.placeOrder",
    ),
    calls=("catalog", "orders"),
)
