"""The items table of the catalog, and the only code that accesses it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contracts.catalog import CatalogItem
from runtime.dynamodb import batch_write
from runtime.dynamodb.rows import RowPage, from_item, from_page, to_item
from runtime.dynamodb.table import Item, Table
from runtime.environment import environment

items = Table(environment("ITEMS_TABLE"))


def find(item_id: str) -> CatalogItem | None:
    """An item, or None."""
    item = items.get({"itemId": item_id})
    return None if item is None else from_item(CatalogItem, item)


def find_all(item_ids: Sequence[str]) -> list[CatalogItem]:
    """Those of the items that exist."""
    keys = [{"itemId": item_id} for item_id in item_ids]
    return [from_item(CatalogItem, item) for item in items.get_many(keys)]


def put(item: CatalogItem) -> bool:
    """Write an item; returns whether it is a new one."""
    return items.put(to_item(item)) is None


def put_all(found: Iterable[CatalogItem]) -> None:
    """Write items in place of those with the same ids."""
    batch_write.put_all(items, "itemId", map(to_item, found))


def delete(item_id: str) -> CatalogItem | None:
    """Delete an item; returns it as it was, None if there is none."""
    item = items.delete({"itemId": item_id})
    return None if item is None else from_item(CatalogItem, item)


def page(limit: int, start: Item | None) -> RowPage[CatalogItem]:
    """A page of all items."""
    return from_page(CatalogItem, items.scan(limit=limit, start=start))
