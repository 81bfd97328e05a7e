"""Suppliers: who sells the items of the catalog to the shop, and at which prices."""

from __future__ import annotations

from microservice.card import Card

CARD = Card(
    name="suppliers",
    type_token="platform:services:Suppliers",
    capability="who sells items to the shop, and what they ask",
    context="purchasing",
    team="warehouse",
    owns=("database",),
    routes=(
        "POST /suppliers",
        "PUT /suppliers/{supplierId}/offers/{itemId}",
        "GET /offers/{itemId}",
    ),
)
