"""Rules of the catalog: the prices of items, duplicates in an import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from contracts.catalog import CatalogItem, Prices


def priced(wanted: Iterable[str], items: Iterable[CatalogItem]) -> Prices:
    """The prices of the wanted items, and those that the catalog does not have."""
    prices = {item.item_id: item.price_cents for item in items}
    return Prices(prices=prices, unknown=tuple(name for name in wanted if name not in prices))


def duplicates(items: Iterable[CatalogItem]) -> list[str]:
    """The ids of several items: they are written side by side, so either could be the last."""
    counts = Counter(item.item_id for item in items)
    return sorted(name for name, count in counts.items() if count > 1)
