"""Rules of the catalog: the ids in a request, the prices of items, duplicates in an import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from contracts.catalog import MAX_PRICES, CatalogItem, Prices


def ids_in(text: str | None) -> list[str]:
    """The ids of ``a,b,c``, each once; ``ValueError`` if there are none or too many."""
    ids = list(dict.fromkeys(filter(None, (text or "").split(","))))
    if not 1 <= len(ids) <= MAX_PRICES:
        raise ValueError(f"items must name between 1 and {MAX_PRICES} items, got {len(ids)}")
    return ids


def priced(wanted: Iterable[str], items: Iterable[CatalogItem]) -> Prices:
    """The prices of the wanted items, and those that the catalog does not have."""
    prices = {item.item_id: item.price_cents for item in items}
    return Prices(prices=prices, unknown=tuple(name for name in wanted if name not in prices))


def duplicates(items: Iterable[CatalogItem]) -> list[str]:
    """The ids of several items: they are written side by side, so either could be the last."""
    counts = Counter(item.item_id for item in items)
    return sorted(name for name, count in counts.items() if count > 1)
