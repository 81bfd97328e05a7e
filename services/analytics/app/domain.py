"""Rules of analytics: the counter of an order, and how the counters of a month add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from contracts.analytics import ItemClicked
from runtime.dynamodb import shards

# Each counter is spread over so many rows, so that orders at the same time rarely write to one.
SHARDS = 8

MONTHS_KEY = {"pk": "months"}


@dataclass(frozen=True, kw_only=True)
class Counter:
    """A row of the analytics table: one shard of the counter of a month."""

    pk: str
    customers: int = 0
    new_customers: int = 0
    orders: int = 0
    units: int = 0
    cents: int = 0

    @property
    def month(self) -> str:
        return self.pk.split("#")[1]


@dataclass(frozen=True, kw_only=True)
class Months:
    """The row of the analytics table that lists the months with a counter."""

    months: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class MonthlyPurchases:
    """What was bought in a month."""

    month: str
    customers: int
    new_customers: int
    orders: int
    units: int
    cents: int


@dataclass(frozen=True, kw_only=True)
class TotalPurchases:
    """What was bought in all months."""

    customers: int
    orders: int
    units: int
    cents: int


@dataclass(frozen=True, kw_only=True)
class Purchases:
    """The body of ``GET /purchases``; the earliest month is the first."""

    months: tuple[MonthlyPurchases, ...]
    total: TotalPurchases


@dataclass(frozen=True, kw_only=True)
class DayClicks:
    """The body of ``GET /clicks/{day}``: how often items were viewed, put into the basket and taken
    out of it.
    """

    day: date
    viewed: int = 0
    added: int = 0
    removed: int = 0


def clicked(click: ItemClicked) -> dict[tuple[str, str], int]:
    """What a click adds: one, to the counter of its action, of its day."""
    return {(click.clicked_on.isoformat(), click.action): 1}


def month_of(day: date) -> str:
    """The month of a day, as ``2026-11``."""
    return day.isoformat()[: len("2026-11")]


def shard_of(order_or_user_id: str) -> int:
    """The shard for an id, always the same."""
    return shards.shard_of(order_or_user_id, SHARDS)


def counter_key(month: str, shard: int) -> dict[str, str]:
    """The key of one shard of the counter of a month."""
    return {"pk": f"count#{month}#{shard}"}


def monthly(month: str, counters: Iterable[Counter]) -> MonthlyPurchases:
    """The sum of the shards of a month."""
    shards = list(counters)
    return MonthlyPurchases(
        month=month,
        customers=sum(shard.customers for shard in shards),
        new_customers=sum(shard.new_customers for shard in shards),
        orders=sum(shard.orders for shard in shards),
        units=sum(shard.units for shard in shards),
        cents=sum(shard.cents for shard in shards),
    )


def purchases(counters: Iterable[Counter], months: Iterable[str]) -> Purchases:
    """Purchases by month and in total.

    A customer who buys in two months is a customer of both, but new in one: the month of the first
    order that was counted. So the customers in total are the new customers of all months.
    """
    by_month: Mapping[str, list[Counter]] = {month: [] for month in sorted(months)}
    for counter in counters:
        by_month[counter.month].append(counter)
    rows = tuple(monthly(month, shards) for month, shards in by_month.items())
    total = TotalPurchases(
        customers=sum(row.new_customers for row in rows),
        orders=sum(row.orders for row in rows),
        units=sum(row.units for row in rows),
        cents=sum(row.cents for row in rows),
    )
    return Purchases(months=rows, total=total)
