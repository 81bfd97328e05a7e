"""Catalog: what is sold and at which price; anyone may read it, agents write it."""

from __future__ import annotations

from contracts.catalog import ItemChanged, ItemCreated, ItemRemoved, ItemsImported
from microservice.card import Card

CARD = Card(
    name="catalog",
    type_token="platform:services:Catalog",
    capability="what is sold, and at which price",
    context="product catalogue",
    team="storefront",
    owns=("items", "files"),
    without_backup={
        "items": "point-in-time recovery restores them; no other table needs them as they were",
    },
    routes=(
        "GET /items",
        "GET /items/{itemId}",
        "GET /prices",
        "PUT /items/{itemId}",
        "DELETE /items/{itemId}",
        "POST /imports",
        "GET /imports/{importId}",
    ),
    publishes=(ItemCreated, ItemChanged, ItemRemoved, ItemsImported),
    outbox=(ItemCreated, ItemChanged, ItemRemoved),
)
