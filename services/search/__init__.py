"""Search: finds the items of the catalog by words, in an index of its own."""

from __future__ import annotations

from contracts.catalog import ItemChanged, ItemCreated, ItemRemoved
from microservice.card import Card

CARD = Card(
    name="search",
    type_token="platform:services:Search",
    capability="finds items by words",
    context="finding items",
    team="storefront",
    owns=("index",),
    without_backup={"index": "POST /rebuilds writes it again, from the catalog"},
    routes=("GET /search", "POST /rebuilds"),
    subscribes={ItemCreated: (), ItemChanged: (), ItemRemoved: ()},
    calls=("catalog",),
)
