"""What the catalog decides: which ids a question names, and how an import is called."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from services.contracts.catalog import MAX_PRICES


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


def import_name(items: list[dict[str, Any]]) -> str:
    """The same items are the same import, so that it runs once however often it is asked for."""
    return "import-" + hashlib.sha256(json.dumps(items, sort_keys=True).encode()).hexdigest()[:32]
