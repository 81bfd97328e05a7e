"""Examples of the routes of search."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.catalog import CatalogItem
from tests.docs.examples.example import Example
from tests.docs.openapi.answers import Page


@dataclass(frozen=True, kw_only=True)
class RebuildStarted:
    """The answer of ``POST /rebuilds``."""

    message: str
    rebuild_id: str


EXAMPLES = {
    "GET /search": Example(
        answer=Page("items", CatalogItem),
        path="/search?q=record",
        response={
            "items": [{"itemId": "lp-1", "name": "A record", "priceCents": 1995}],
            "nextToken": None,
        },
    ),
    "POST /rebuilds": Example(
        answer=RebuildStarted,
        response={
            "message": "the index is being written again",
            "rebuildId": "3d1ed215-5480-4d33-9f51-b8a8fd9d979e",
        },
    ),
}
