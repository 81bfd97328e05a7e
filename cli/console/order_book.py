"""Order book: the orders of a stage, as the lines of its log have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

from cli.observe.log_line import LogLine

PLACED, ENDS = "OrderPlaced", {"OrderConfirmed": "confirmed", "OrderCancelled": "cancelled"}
EVENTS = (PLACED, *ENDS)
STATUSES = ("open", *ENDS.values())
ROWS = 50
# The oldest are dropped above this number; 1 KB each.
MOST_ORDERS = 50_000


@dataclass
class Order:
    """One order; ``event`` is the last one about it, ``errors`` counts what failed on its way,
    ``reason`` says why it is cancelled.
    """

    id: str
    placed: datetime
    changed: datetime
    status: str = "open"
    event: str = ""
    errors: int = 0
    reason: str = ""


@dataclass
class OrderBook:
    """All orders that were seen, the latest last; may be read while another thread writes."""

    _orders: dict[str, Order] = field(default_factory=dict)
    # The orders by the correlation ids of their requests, for lines that name no order.
    _correlated: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, line: LogLine) -> None:
        """Learn from a line of the log, whether or not it is about an order."""
        with self._lock:
            self._take(line)

    def page(self, number: int, status: str | None = None, find: str = "") -> dict[str, Any]:
        """``ROWS`` orders, the latest first; ``number`` counts from 1 and may be too high."""
        with self._lock:
            chosen = list(self._chosen(status, find))
        pages = max(1, -(-len(chosen) // ROWS))
        number = min(number, pages)
        rows = chosen[(number - 1) * ROWS : number * ROWS]
        return {
            "orders": [_shown(order) for order in rows],
            "total": len(chosen),
            "page": number,
            "pages": pages,
        }

    def counts(self) -> dict[str, int]:
        """How many orders there are of each status."""
        with self._lock:
            found = Counter(order.status for order in self._orders.values())
        return {status: found[status] for status in STATUSES}

    def _take(self, line: LogLine) -> None:
        record = line.record
        number, correlation = record.get("order_id"), line.correlation_id or ""
        if number and correlation:
            self._correlated[correlation] = str(number)
            _limit(self._correlated)
        order = self._order(str(number), line.at) if number else None
        if order is None:
            order = self._orders.get(self._correlated.get(correlation, ""))
        if order is None:
            return
        order.placed, order.errors = min(order.placed, line.at), order.errors + _is_error(line)
        if (event := record.get("event")) and line.at >= order.changed:
            order.changed, order.event = line.at, str(event)
        if status := ENDS.get(str(event)):
            order.status, order.reason = status, str(record.get("reason") or "")

    def _chosen(self, status: str | None, find: str) -> Iterator[Order]:
        for order in reversed(self._orders.values()):
            if status in (None, order.status) and find in order.id:
                yield order

    def _order(self, number: str, at: datetime) -> Order:
        if number not in self._orders:
            self._orders[number] = Order(number, placed=at, changed=at)
            _limit(self._orders)
        return self._orders[number]


def _limit(orders: dict[str, Any]) -> None:
    """Drop the oldest of too many."""
    if len(orders) > MOST_ORDERS:
        del orders[next(iter(orders))]


def _is_error(line: LogLine) -> bool:
    return line.level in ("ERROR", "CRITICAL")


def _shown(order: Order) -> dict[str, Any]:
    return {
        **asdict(order),
        "placed": order.placed.isoformat(),
        "changed": order.changed.isoformat(),
    }
