"""What inventory decides: how much an order takes, and what to say when there is too little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeAlias

from contracts.commands import ReservationRequested
from contracts.inventory import InventoryFailed, InventoryReserved, Shortage
from contracts.orders import OrderPlaced, mode_of

RESERVED, FAILED, RELEASED = "RESERVED", "FAILED", "RELEASED"

# A reason names so many items; the event carries all of them.
NAMED_SHORTAGES = 3

Record: TypeAlias = dict[str, Any]
Order: TypeAlias = OrderPlaced | ReservationRequested


class Line(Protocol):
    """So many of an item."""

    @property
    def item_id(self) -> str: ...

    @property
    def quantity(self) -> int: ...


def quantities(lines: Iterable[Line]) -> dict[str, int]:
    """How many of each item, however many lines name it."""
    total: Counter[str] = Counter()
    for line in lines:
        total[line.item_id] += line.quantity
    return dict(total)


def reservation(order: Order) -> Record:
    """The record of an order whose goods are put aside."""
    return {
        "status": RESERVED,
        "orderId": order.order_id,
        "userId": order.user_id,
        "units": order.units,
        "totalCents": order.total_cents,
        "paymentMethod": order.payment_method,
        "shipTo": order.ship_to,
        "mode": mode_of(order),
        "lines": quantities(order.lines),
    }


def rejection(order: Order, available: Mapping[str, int]) -> Record:
    """The record of an order that wanted more than there is of these items."""
    wanted = quantities(order.lines)
    shortages = [
        {"itemId": item, "wanted": wanted[item], "available": count}
        for item, count in available.items()
    ]
    return {
        "status": FAILED,
        "orderId": order.order_id,
        "shortages": shortages,
        "mode": mode_of(order),
    }


def outcome(record: Record) -> InventoryReserved | InventoryFailed | None:
    """What to announce of an order; nothing of one that is released.

    In the choreography everything has been said of it. The saga gives a step up before it has it
    undone, so a request that comes after the release is one that nobody waits for any more.
    """
    if record["status"] == RESERVED:
        return InventoryReserved(
            order_id=record["orderId"],
            user_id=record["userId"],
            units=record["units"],
            total_cents=record["totalCents"],
            payment_method=record["paymentMethod"],
            ship_to=record["shipTo"],
            mode=record["mode"],
        )
    if record["status"] == FAILED:
        shortages = tuple(
            Shortage(item_id=s["itemId"], wanted=s["wanted"], available=s["available"])
            for s in record["shortages"]
        )
        return InventoryFailed(
            order_id=record["orderId"],
            reason=_reason(shortages),
            shortages=shortages,
            mode=record["mode"],
        )
    return None


def _reason(shortages: tuple[Shortage, ...]) -> str:
    named = [
        f"{s.item_id} (wanted {s.wanted}, available {s.available})"
        for s in shortages[:NAMED_SHORTAGES]
    ]
    more = len(shortages) - len(named)
    return "too little of " + ", ".join(named) + (f" and {more} more" if more else "")
