"""Examples of the routes of catalog."""

from __future__ import annotations

from contracts.catalog import CatalogItem, ImportItems, PutItem
from tests.docs.examples.example import Example

IMPORT = "3d1ed215-5480-4d33-9f51-b8a8fd9d979e"
ITEM = {"itemId": "lp-1", "name": "A record", "priceCents": 1995}

EXAMPLES = {
    "GET /items": Example(response={"items": [ITEM], "nextToken": None}),
    "PUT /items/{itemId}": Example(
        path="/items/lp-1", body=PutItem(name="A record", price_cents=1995), response=ITEM
    ),
    "GET /items/{itemId}": Example(path="/items/lp-1", response=ITEM),
    "GET /prices": Example(
        path="/prices?items=lp-1,no-such-item",
        response={"prices": {"lp-1": 1995}, "unknown": ["no-such-item"]},
    ),
    "POST /imports": Example(
        body=ImportItems(
            items=(CatalogItem(item_id="lp-2", name="Another record", price_cents=2195),)
        ),
        response={
            "message": "the items are being written",
            "importId": IMPORT,
            "items": 1,
        },
    ),
    "GET /imports/{importId}": Example(
        path="/imports/$IMPORT",
        response={
            "importId": IMPORT,
            "status": "SUCCEEDED",
            "startedAt": "2026-11-28T09:08:03.404+00:00",
            "endedAt": "2026-11-28T09:08:03.556+00:00",
        },
    ),
}
