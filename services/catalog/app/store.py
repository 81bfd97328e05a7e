"""The items table of the catalog, and the only code that touches it."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.catalog import CatalogItem
from contracts.codec import encode
from runtime.dynamodb.table import Item, Page, Table
from runtime.environment import environment

items = Table(environment("ITEMS_TABLE"))


def find(item_id: str) -> Item | None:
    """An item, if it is sold."""
    return items.get({"itemId": item_id})


def find_all(item_ids: Sequence[str]) -> list[Item]:
    """Those of the items that are sold."""
    return list(items.get_many([{"itemId": item_id} for item_id in item_ids]))


def put(item: CatalogItem) -> bool:
    """Write an item; says whether it is a new one."""
    return items.put(encode(item)) is None


def page(limit: int, start: Item | None) -> Page:
    """Some of all items."""
    return items.scan(limit=limit, start=start)
