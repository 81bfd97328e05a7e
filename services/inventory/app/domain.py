"""Rules of inventory: what an order needs, and the event of its reservation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, TypeAlias

from contracts.commands import ReservationRequested
from contracts.inventory import InventoryFailed, InventoryReserved, Shortage
from contracts.orders import Mode, OrderPlaced, PaymentMethod, mode_of

RESERVED: Final = "RESERVED"
FAILED: Final = "FAILED"
RELEASED: Final = "RELEASED"

# The reason lists so many items; the event has all of them.
LISTED_SHORTAGES = 3

ReservationTrigger: TypeAlias = OrderPlaced | ReservationRequested


@dataclass(frozen=True, kw_only=True)
class Stock:
    """The row of an item: the units that are not reserved."""

    available: int


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """The row of an order whose stock is reserved, or released again; ``lines`` are by item id."""

    order_id: str
    user_id: str
    units: int
    total_cents: int
    payment_method: PaymentMethod
    ship_to: str
    mode: Mode
    lines: dict[str, int]
    status: Literal["RESERVED", "RELEASED"] = RESERVED


@dataclass(frozen=True, kw_only=True)
class Rejection:
    """The row of an order that needed more than there was."""

    order_id: str
    shortages: tuple[Shortage, ...]
    mode: Mode
    status: Literal["FAILED"] = FAILED


@dataclass(frozen=True, kw_only=True)
class BlockedReservation:
    """The row of an order that was cancelled before it was known here: nothing is reserved."""

    status: Literal["RELEASED"] = RELEASED
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReceivedDelivery:
    """The row of a delivery that was added to the stock; ``lines`` are by item id."""

    lines: dict[str, int]


OrderRow: TypeAlias = Reservation | Rejection | BlockedReservation


class Line(Protocol):
    """A quantity of one item."""

    @property
    def item_id(self) -> str: ...

    @property
    def quantity(self) -> int: ...


def quantities(lines: Iterable[Line]) -> dict[str, int]:
    """The quantity of each item, all its lines together."""
    total: Counter[str] = Counter()
    for line in lines:
        total[line.item_id] += line.quantity
    return dict(total)


def reservation(trigger: ReservationTrigger) -> Reservation:
    """The reservation of all lines of an order."""
    return Reservation(
        order_id=trigger.order_id,
        user_id=trigger.user_id,
        units=trigger.units,
        total_cents=trigger.total_cents,
        payment_method=trigger.payment_method,
        ship_to=trigger.ship_to,
        mode=mode_of(trigger),
        lines=quantities(trigger.lines),
    )


def rejection(trigger: ReservationTrigger, available: Mapping[str, int]) -> Rejection:
    """The rejection of an order; ``available`` has the items of which there is too little."""
    wanted = quantities(trigger.lines)
    shortages = tuple(
        Shortage(item_id=item, wanted=wanted[item], available=count)
        for item, count in available.items()
    )
    return Rejection(order_id=trigger.order_id, shortages=shortages, mode=mode_of(trigger))


def event_of(row: OrderRow) -> InventoryReserved | InventoryFailed | None:
    """The event of an order; none if it is released.

    In the choreography it was published before. The saga abandons a step before it compensates it,
    so a request that arrives after the release expects no answer.
    """
    if isinstance(row, Reservation) and row.status == RESERVED:
        return InventoryReserved(
            order_id=row.order_id,
            user_id=row.user_id,
            units=row.units,
            total_cents=row.total_cents,
            payment_method=row.payment_method,
            ship_to=row.ship_to,
            mode=row.mode,
        )
    if isinstance(row, Rejection):
        return InventoryFailed(
            order_id=row.order_id,
            reason=_reason(row.shortages),
            shortages=row.shortages,
            mode=row.mode,
        )
    return None


def _reason(shortages: tuple[Shortage, ...]) -> str:
    listed = [
        f"{s.item_id} (wanted {s.wanted}, available {s.available})"
        for s in shortages[:LISTED_SHORTAGES]
    ]
    more = len(shortages) - len(listed)
    return "too little of " + ", ".join(listed) + (f" and {more} more" if more else "")
