"""What items cost, as the catalog says; remembered for a minute."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from contracts.catalog import Prices
from contracts.codec import decode
from contracts.violation import ContractViolation
from runtime.api.errors import NotFound, ServiceUnavailable
from runtime.clients.services import get_json

KEPT_SECONDS = 60.0

# More than any order names; beyond it everything is forgotten rather than kept for ever.
MOST_KEPT = 10_000

_known: dict[str, tuple[int, float]] = {}


def prices_of(
    item_ids: Iterable[str], clock: Callable[[], float] = time.monotonic
) -> dict[str, int]:
    """The price of each item; ``NotFound`` names those that are not sold."""
    wanted, now = sorted(set(item_ids)), clock()
    missing = [name for name in wanted if _known.get(name, (0, 0.0))[1] <= now]
    if missing:
        if len(_known) > MOST_KEPT:
            _known.clear()
            missing = wanted
        _known.update(
            {name: (cents, now + KEPT_SECONDS) for name, cents in _asked(missing).items()}
        )
    return {name: _known[name][0] for name in wanted}


def _asked(item_ids: list[str]) -> dict[str, int]:
    try:
        answer = decode(Prices, get_json("catalog", "/prices", {"items": ",".join(item_ids)}))
    except ContractViolation as error:
        raise ServiceUnavailable("catalog does not answer as agreed") from error
    unsold = [name for name in item_ids if name not in answer.prices]
    if unsold:
        raise NotFound(f"the catalog has no item {', '.join(unsold)}", unsold)
    return answer.prices
