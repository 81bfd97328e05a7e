"""The analytics table, and the only code that accesses it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from contracts.analytics import ItemClicked
from contracts.orders import OrderConfirmed
from runtime.cache import Cache
from runtime.dynamodb.rows import from_item
from runtime.dynamodb.stream_counters import Counters
from runtime.dynamodb.table import Table
from runtime.dynamodb.transactions import TransactionCancelled, transact_write
from runtime.environment import environment
from runtime.streams.received import Received
from services.analytics.app.domain import (
    MONTHS_KEY,
    SHARDS,
    Counter,
    DayClicks,
    Months,
    Purchases,
    clicked,
    counter_key,
    month_of,
    purchases,
    shard_of,
)

analytics = Table(environment("ANALYTICS_TABLE"))

clicks = Counters(analytics, "clicks")

# The months that are in the list; as many as a function counts in its life, and more.
months_listed = Cache[bool](size=1_000)


def count_purchase(order: OrderConfirmed) -> bool:
    """Count an order, its customer in its month, and its customer as a new one, each once.

    Returns whether the order was counted by this call. Each of the three is a transaction, so a
    message that is received again continues where the first attempt ended.
    """
    month = month_of(order.ordered_on)
    _list_month(month)
    amounts = {"orders": 1, "units": order.units, "cents": order.total_cents}
    is_new = _once(f"order#{order.order_id}", month, shard_of(order.order_id), amounts)
    of_user = shard_of(order.user_id)
    _once(f"customer#{month}#{order.user_id}", month, of_user, {"customers": 1})
    _once(f"customer#{order.user_id}", month, of_user, {"newCustomers": 1})
    return is_new


def read_purchases() -> Purchases:
    """The purchases that were counted so far."""
    months = sorted(from_item(Months, analytics.get(MONTHS_KEY) or {}).months)
    keys = [counter_key(month, shard) for month in months for shard in range(SHARDS)]
    return purchases((from_item(Counter, item) for item in analytics.get_many(keys)), months)


def count_clicks(records: Sequence[Received[ItemClicked]]) -> None:
    """Count clicks of a stream, each once; those of a shard that were counted are skipped."""
    clicks.count(records, clicked)


def read_clicks(day: date) -> DayClicks:
    """The clicks of a day that were counted so far."""
    return from_item(DayClicks, {"day": day.isoformat(), **clicks.read(day.isoformat())})


def _list_month(month: str) -> None:
    """Add a month to the list before anything is counted in it, so that no report misses it."""
    if months_listed.get(month):
        return
    analytics.update(MONTHS_KEY, "ADD #months :months", {"months": {month}})
    months_listed.put(month, True)


def _once(marker: str, month: str, shard: int, amounts: dict[str, int]) -> bool:
    adds = ", ".join(f"#{count} :{count}" for count in amounts)
    try:
        transact_write(
            [
                ("Put", analytics.put_request({"pk": marker}, when="attribute_not_exists(#pk)")),
                (
                    "Update",
                    analytics.update_request(counter_key(month, shard), f"ADD {adds}", amounts),
                ),
            ]
        )
    except TransactionCancelled:
        return False
    return True
