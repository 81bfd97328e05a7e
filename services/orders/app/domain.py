"""Rules of orders: what an order is, how a request becomes one, and how it ends."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

from contracts.codec import encode
from contracts.orders import Mode, PaymentMethod, PlaceOrder, PricedLine

PLACED: Final = "PLACED"
RESERVED: Final = "RESERVED"
PAID: Final = "PAID"
CONFIRMED: Final = "CONFIRMED"
CANCELLED: Final = "CANCELLED"
OPEN = (PLACED, RESERVED, PAID)

Status = Literal["PLACED", "RESERVED", "PAID", "CONFIRMED", "CANCELLED"]

# The metric of an alarm: money, stock or a parcel may not be where the order says.
COMPENSATIONS_FAILED = "CompensationsFailed"

# The reason of an order that the sweep has cancelled.
NOT_COMPLETED = "it was not completed in time"

# The namespace of order ids; with another one a repeated request would be another order.
ORDER_IDS = uuid.UUID("6d0cf3ee-3f9e-5b0a-9a43-1f0f5e7c2b11")

# Not in responses.
INTERNAL = ("fingerprint", "correlationId", "saga", "openShard", "resumedAt")

# The index of open orders is spread over so many keys, so that no key is written by every order.
OPEN_SHARDS = 8


@dataclass(frozen=True, kw_only=True)
class Transition:
    """The change of an order by an event: times for its timeline, and perhaps another status."""

    moments: Mapping[str, str] = field(default_factory=dict)
    status: Status | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Order:
    """A row of the orders table.

    ``timeline`` has the time of each event, ``reason`` says why the order is cancelled, ``saga`` is
    the execution of the state machine that processes it, ``fingerprint`` the hash of the request.
    ``open_shard`` is its key in the index of open orders, which it leaves when its end is
    published, ``resumed_at`` the time at which the sweep last had it processed again.
    """

    order_id: str
    user_id: str
    placed_at: str
    ordered_on: date
    mode: Mode
    status: Status
    lines: tuple[PricedLine, ...]
    units: int
    total_cents: int
    payment_method: PaymentMethod
    ship_to: str
    timeline: dict[str, str]
    fingerprint: str
    correlation_id: str
    reason: str | None = None
    saga: str | None = None
    open_shard: str | None = None
    resumed_at: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is neither confirmed nor cancelled."""
        return self.status in OPEN

    @property
    def awaits_transfer(self) -> bool:
        """Whether it waits for the bank."""
        return self.payment_method == "transfer" and self.status == RESERVED

    def cancel(self, reason: str, *, at: str) -> Transition:
        """The cancellation of an order; no change if it is closed."""
        if not self.is_open:
            return Transition()
        return Transition(moments={"cancelled": at}, status=CANCELLED, reason=reason)

    def after(self, transition: Transition) -> Order:
        """The order with the status and the reason of a transition."""
        status, reason = transition.status or self.status, transition.reason or self.reason
        return replace(self, status=status, reason=reason)


def order_id(user_id: str, key: str) -> str:
    """The id of an order: the same for the same customer and idempotency key."""
    return str(uuid.uuid5(ORDER_IDS, f"{user_id}\n{key}"))


def open_shards() -> list[str]:
    """The keys of the index of open orders."""
    return [f"open-{shard}" for shard in range(OPEN_SHARDS)]


def fingerprint(body: PlaceOrder) -> str:
    """A hash of the request, by which a repeated request is compared."""
    return hashlib.sha256(json.dumps(encode(body), sort_keys=True).encode()).hexdigest()


def new_order(
    body: PlaceOrder,
    prices: Mapping[str, int],
    *,
    user_id: str,
    key: str,
    mode: Mode,
    at: str,
    correlation_id: str,
) -> Order:
    """The order of a request at these prices, in cents for each item."""
    lines = tuple(
        PricedLine(item_id=line.item_id, quantity=line.quantity, unit_cents=prices[line.item_id])
        for line in body.lines
    )
    new_id = order_id(user_id, key)
    return Order(
        order_id=new_id,
        user_id=user_id,
        placed_at=at,
        ordered_on=body.ordered_on or date.fromisoformat(at[:10]),
        mode=mode,
        status=PLACED,
        lines=lines,
        units=sum(line.quantity for line in lines),
        total_cents=sum(line.quantity * line.unit_cents for line in lines),
        payment_method=body.payment_method,
        ship_to=body.ship_to,
        timeline={"placed": at},
        fingerprint=fingerprint(body),
        correlation_id=correlation_id,
        open_shard=open_shards()[uuid.UUID(new_id).int % OPEN_SHARDS],
    )


def view(order: Order) -> dict[str, Any]:
    """An order as its customer and agents see it."""
    return {name: value for name, value in encode(order).items() if name not in INTERNAL}
