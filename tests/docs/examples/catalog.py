"""Examples of the routes of catalog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contracts.catalog import CatalogItem, ImportItems, Prices, PutItem
from tests.docs.examples.example import Example
from tests.docs.openapi.answers import Page

IMPORT = "3d1ed215-5480-4d33-9f51-b8a8fd9d979e"
ITEM = {"itemId": "lp-1", "name": "A record", "priceCents": 1995}


@dataclass(frozen=True, kw_only=True)
class ImportStatus:
    """The answer of ``GET /imports/{importId}``; times are of ISO 8601, with milliseconds."""

    import_id: str
    status: Literal["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]
    started_at: str
    ended_at: str | None = None
    cause: str | None = None


EXAMPLES = {
    "GET /items": Example(
        answer=Page("items", CatalogItem), response={"items": [ITEM], "nextToken": None}
    ),
    "PUT /items/{itemId}": Example(
        answer=CatalogItem,
        path="/items/lp-1",
        body=PutItem(name="A record", price_cents=1995),
        response=ITEM,
    ),
    "GET /items/{itemId}": Example(answer=CatalogItem, path="/items/lp-1", response=ITEM),
    "GET /prices": Example(
        answer=Prices,
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
        answer=ImportStatus,
        path="/imports/$IMPORT",
        response={
            "importId": IMPORT,
            "status": "SUCCEEDED",
            "startedAt": "2026-11-28T09:08:03.404+00:00",
            "endedAt": "2026-11-28T09:08:03.556+00:00",
        },
    ),
    # What the import has written.
    "DELETE /items/{itemId}": Example(
        answer=CatalogItem,
        path="/items/lp-2",
        response={"itemId": "lp-2", "name": "Another record", "priceCents": 2195},
    ),
}
