"""What the catalog decides: which ids a question names, and which an import names twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from contracts.catalog import MAX_PRICES


def ids_in(text: str | None) -> list[str]:
    """The ids of ``a,b,c``, each once; ``ValueError`` when there are none or too many."""
    ids = list(dict.fromkeys(filter(None, (text or "").split(","))))
    if not 1 <= len(ids) <= MAX_PRICES:
        raise ValueError(f"items must name between 1 and {MAX_PRICES} items, got {len(ids)}")
    return ids


def priced(wanted: Iterable[str], items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What each wanted item costs, and which are not sold."""
    prices = {item["itemId"]: item["priceCents"] for item in items}
    return {"prices": prices, "unknown": [name for name in wanted if name not in prices]}


def twice(items: Iterable[dict[str, Any]]) -> list[str]:
    """The ids that more than one item has: which of them were written last would be chance."""
    counts = Counter(item["itemId"] for item in items)
    return sorted(name for name, count in counts.items() if count > 1)
