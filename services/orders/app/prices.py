"""The prices of items, from the catalog, cached for a minute."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from contracts.catalog import Prices
from contracts.codec import decode
from contracts.violation import ContractViolation
from runtime.clients.services import get_json
from runtime.http_errors import NotFound, ServiceUnavailable

CACHE_SECONDS = 60.0

# More than any order names; a larger cache is cleared.
CACHE_SIZE = 10_000

# By item id: the price in cents, and when it expires.
_cache: dict[str, tuple[int, float]] = {}


def prices_of(
    item_ids: Iterable[str], clock: Callable[[], float] = time.monotonic
) -> dict[str, int]:
    """The price of each item, in cents; ``NotFound`` lists those that the catalog does not have."""
    wanted, now = sorted(set(item_ids)), clock()
    missing = [name for name in wanted if _cache.get(name, (0, 0.0))[1] <= now]
    if missing:
        if len(_cache) > CACHE_SIZE:
            _cache.clear()
            missing = wanted
        _cache.update(
            {name: (cents, now + CACHE_SECONDS) for name, cents in _requested(missing).items()}
        )
    return {name: _cache[name][0] for name in wanted}


def _requested(item_ids: list[str]) -> dict[str, int]:
    try:
        answer = decode(Prices, get_json("catalog", "/prices", {"items": ",".join(item_ids)}))
    except ContractViolation as error:
        raise ServiceUnavailable("catalog does not answer as agreed") from error
    unsold = [name for name in item_ids if name not in answer.prices]
    if unsold:
        raise NotFound(f"the catalog has no item {', '.join(unsold)}", unsold)
    return answer.prices
