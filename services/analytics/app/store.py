"""The analytics table, and the only code that touches it."""

from __future__ import annotations

from typing import Any

from contracts.orders import OrderConfirmed
from runtime.dynamodb.table import Table
from runtime.dynamodb.transactions import TransactionCancelled, transact_write
from runtime.environment import environment
from services.analytics.app.domain import SHARDS, counter_key, report, shard_of

analytics = Table(environment("ANALYTICS_TABLE"))

MONTHS = {"pk": "months"}

_months_seen: set[str] = set()


def count_purchase(order: OrderConfirmed) -> bool:
    """Count an order, its customer in its month and its customer as a new one, each once.

    Says whether the order was new. Each of the three is a transaction of its own, so that a
    message that comes back picks up where its first try ended.
    """
    month = f"{order.ordered_on:%Y-%m}"
    _see(month)
    amounts = {"orders": 1, "units": order.units, "cents": order.total_cents}
    is_new = _once(f"order#{order.order_id}", month, shard_of(order.order_id), amounts)
    of_user = shard_of(order.user_id)
    _once(f"customer#{month}#{order.user_id}", month, of_user, {"customers": 1})
    _once(f"customer#{order.user_id}", month, of_user, {"newCustomers": 1})
    return is_new


def purchases() -> dict[str, Any]:
    """The report of everything counted so far."""
    months = sorted((analytics.get(MONTHS) or {}).get("months", ()))
    keys = [counter_key(of, shard) for of in months for shard in range(SHARDS)]
    return report(analytics.get_many(keys), months)


def _see(month: str) -> None:
    """Remember a month before anything is counted in it, so that no report misses it."""
    if month in _months_seen:
        return
    analytics.update(MONTHS, "ADD #months :months", {"months": {month}})
    _months_seen.add(month)


def _once(marker: str, of: str, shard: int, amounts: dict[str, int]) -> bool:
    adds = ", ".join(f"#{count} :{count}" for count in amounts)
    try:
        transact_write(
            [
                ("Put", analytics.put_request({"pk": marker}, when="attribute_not_exists(#pk)")),
                (
                    "Update",
                    analytics.update_request(counter_key(of, shard), f"ADD {adds}", amounts),
                ),
            ]
        )
    except TransactionCancelled:
        return False
    return True
