"""The prices of items, from the catalog, cached for a minute."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.catalog import Prices
from contracts.codec import decode
from contracts.violation import ContractViolation
from runtime.cache import Cache
from runtime.clients.services import get_json
from runtime.http_errors import NotFound, ServiceUnavailable

# In cents, by item id; many more than one order names.
cache = Cache[int](size=10_000, seconds=60)


def prices_of(item_ids: Iterable[str]) -> dict[str, int]:
    """The price of each item, in cents; ``NotFound`` lists those that the catalog does not have."""
    wanted = sorted(set(item_ids))
    found = {name: cents for name in wanted if (cents := cache.get(name)) is not None}
    missing = [name for name in wanted if name not in found]
    for name, cents in _requested(missing).items() if missing else ():
        cache.put(name, cents)
        found[name] = cents
    return found


def _requested(item_ids: list[str]) -> dict[str, int]:
    try:
        answer = decode(Prices, get_json("catalog", "/prices", {"items": ",".join(item_ids)}))
    except ContractViolation as error:
        raise ServiceUnavailable("catalog does not answer as agreed") from error
    unsold = [name for name in item_ids if name not in answer.prices]
    if unsold:
        details = [{"path": "lines", "limit": "items of the catalog", "given": i} for i in unsold]
        raise NotFound(f"the catalog has no item {', '.join(unsold)}", details)
    return answer.prices
