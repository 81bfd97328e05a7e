"""What orders decides: what an order is, and what each event makes of it, in whatever order."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from contracts.codec import encode
from contracts.inventory import InventoryFailed, InventoryReleased, InventoryReserved
from contracts.orders import Mode, PlaceOrder
from contracts.payments import PaymentCompleted, PaymentFailed, PaymentRefunded
from contracts.shipping import (
    OrderFulfilled,
    ShipmentBooked,
    ShipmentCancelled,
    ShipmentFailed,
)

PLACED, RESERVED, PAID = "PLACED", "RESERVED", "PAID"
CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"
OPEN = (PLACED, RESERVED, PAID)

# An alarm rings at the first: money, goods or a parcel are where they should not be.
COMPENSATIONS_FAILED = "CompensationsFailed"

# Fixed for good: from it, the user and the key of a request come the ids of all orders.
ORDER_IDS = uuid.UUID("6d0cf3ee-3f9e-5b0a-9a43-1f0f5e7c2b11")

# How the platform keeps track of an order, which is nothing to its user.
INTERNAL = ("fingerprint", "correlationId", "saga")

Order: TypeAlias = dict[str, Any]
Refused: TypeAlias = InventoryFailed | PaymentFailed | ShipmentFailed
Done: TypeAlias = InventoryReserved | PaymentCompleted | ShipmentBooked
Undone: TypeAlias = InventoryReleased | PaymentRefunded | ShipmentCancelled
Progress: TypeAlias = Done | Refused | OrderFulfilled
Answer: TypeAlias = Done | Refused | Undone


@dataclass(frozen=True, kw_only=True)
class Transition:
    """What an event makes of an order: moments for its timeline, and perhaps another status."""

    moments: Mapping[str, str] = field(default_factory=dict)
    status: str | None = None
    reason: str | None = None


def order_id(user_id: str, key: str) -> str:
    """The same request of the same user is the same order, however often it comes."""
    return str(uuid.uuid5(ORDER_IDS, f"{user_id}\n{key}"))


def fingerprint(body: PlaceOrder) -> str:
    """Tells whether a repeated request asks for the same."""
    return hashlib.sha256(json.dumps(encode(body), sort_keys=True).encode()).hexdigest()


def new_order(
    body: PlaceOrder, prices: Mapping[str, int], *, user_id: str, key: str, mode: Mode, at: str
) -> Order:
    """The order that this request makes at these prices; it keeps its mode to the end."""
    lines: list[dict[str, Any]] = [
        {"itemId": line.item_id, "quantity": line.quantity, "unitCents": prices[line.item_id]}
        for line in body.lines
    ]
    return {
        "orderId": order_id(user_id, key),
        "userId": user_id,
        "placedAt": at,
        "orderedOn": body.ordered_on.isoformat() if body.ordered_on else at[:10],
        "mode": mode,
        "status": PLACED,
        "lines": lines,
        "units": sum(line.quantity for line in body.lines),
        "totalCents": sum(line["quantity"] * line["unitCents"] for line in lines),
        "paymentMethod": body.payment_method,
        "shipTo": body.ship_to,
        "timeline": {"placed": at},
        "fingerprint": fingerprint(body),
    }


def advance(order: Order, event: Progress, *, occurred_at: str, at: str) -> Transition:
    """What an event makes of an order that nobody directs; an end is an end.

    Events come late, twice and out of order: a shipment proves its payment, and so may confirm an
    order which has not heard of either; what contradicts an end changes nothing.
    """
    match event:
        case OrderFulfilled():
            return Transition(moments={"fulfilled": occurred_at})
        case ShipmentBooked() if order["status"] in OPEN:
            return Transition(moments={"shipped": occurred_at, "confirmed": at}, status=CONFIRMED)
        case InventoryReserved() | PaymentCompleted():
            return note(order, event, occurred_at=occurred_at)
        case InventoryFailed() | PaymentFailed() | ShipmentFailed() if order["status"] in OPEN:
            return cancelled(order, event.reason, at=at)
        case _:
            return Transition()


def note(order: Order, event: Answer, *, occurred_at: str) -> Transition:
    """What an answer to a saga makes of its order: how it ends, the saga alone decides."""
    status = order["status"]
    match event:
        case InventoryReserved():
            moments = {"reserved": occurred_at}
            return Transition(moments=moments, status=RESERVED if status == PLACED else None)
        case PaymentCompleted():
            moments = {"paid": occurred_at}
            return Transition(
                moments=moments, status=PAID if status in (PLACED, RESERVED) else None
            )
        case ShipmentBooked():
            return Transition(moments={"shipped": occurred_at})
        case _:
            return Transition()


def cancelled(order: Order, reason: str, *, at: str) -> Transition:
    """The end of an order that came to nothing; nothing, if it has ended before."""
    if order["status"] not in OPEN:
        return Transition()
    return Transition(moments={"cancelled": at}, status=CANCELLED, reason=reason)


def contradicts(order: Order, event: Progress) -> bool:
    """Whether the event speaks of another end than the one the order has come to."""
    if order["status"] == CONFIRMED:
        return isinstance(event, Refused)
    return order["status"] == CANCELLED and isinstance(event, ShipmentBooked | OrderFulfilled)


def view(order: Order) -> Order:
    """An order as its user sees it."""
    return {name: value for name, value in order.items() if name not in INTERNAL}
