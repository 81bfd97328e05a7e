"""What orders decides: what an order is, and what each event makes of it, in whatever order."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from services.contracts.codec import encode
from services.contracts.inventory import InventoryFailed, InventoryReserved
from services.contracts.orders import (
    OrderCancelled,
    OrderConfirmed,
    OrderPlaced,
    PlaceOrder,
    PricedLine,
)
from services.contracts.payments import PaymentCompleted, PaymentFailed

PLACED, RESERVED, CONFIRMED, CANCELLED = "PLACED", "RESERVED", "CONFIRMED", "CANCELLED"
OPEN = (PLACED, RESERVED)

# Fixed for good: from it, the user and the key of a request come the ids of all orders.
ORDER_IDS = uuid.UUID("6d0cf3ee-3f9e-5b0a-9a43-1f0f5e7c2b11")

Order: TypeAlias = dict[str, Any]
Progress: TypeAlias = InventoryReserved | InventoryFailed | PaymentCompleted | PaymentFailed


@dataclass(frozen=True, kw_only=True)
class Transition:
    """What an event makes of an order: moments for its timeline, and perhaps an end."""

    moments: Mapping[str, str] = field(default_factory=dict)
    status: str | None = None
    reason: str | None = None
    announces: bool = False


def order_id(user_id: str, key: str) -> str:
    """The same request of the same user is the same order, however often it comes."""
    return str(uuid.uuid5(ORDER_IDS, f"{user_id}\n{key}"))


def fingerprint(body: PlaceOrder) -> str:
    """Tells whether a repeated request asks for the same."""
    return hashlib.sha256(json.dumps(encode(body), sort_keys=True).encode()).hexdigest()


def new_order(
    body: PlaceOrder, prices: Mapping[str, int], *, user_id: str, key: str, at: str
) -> Order:
    """The order that this request makes at these prices."""
    lines: list[dict[str, Any]] = [
        {"itemId": line.item_id, "quantity": line.quantity, "unitCents": prices[line.item_id]}
        for line in body.lines
    ]
    return {
        "orderId": order_id(user_id, key),
        "userId": user_id,
        "placedAt": at,
        "orderedOn": body.ordered_on.isoformat() if body.ordered_on else at[:10],
        "status": PLACED,
        "lines": lines,
        "units": sum(line.quantity for line in body.lines),
        "totalCents": sum(line["quantity"] * line["unitCents"] for line in lines),
        "paymentMethod": body.payment_method,
        "timeline": {"placed": at},
        "fingerprint": fingerprint(body),
    }


def advance(order: Order, event: Progress, *, occurred_at: str, at: str) -> Transition:
    """What the event makes of the order; an end is an end, and is announced again when told again.

    Events come late, twice and out of order: a payment proves its reservation, so that it may
    confirm an order which has not heard of it yet; what contradicts an end changes nothing.
    """
    status, is_open = order["status"], order["status"] in OPEN
    match event:
        case InventoryReserved():
            moments = {"reserved": occurred_at}
            return Transition(moments=moments, status=RESERVED if status == PLACED else None)
        case PaymentCompleted() if is_open:
            moments = {"paid": occurred_at, "confirmed": at}
            return Transition(moments=moments, status=CONFIRMED, announces=True)
        case PaymentCompleted():
            return Transition(announces=status == CONFIRMED)
        case InventoryFailed() | PaymentFailed() if is_open:
            moments = {"cancelled": at}
            return Transition(
                moments=moments, status=CANCELLED, reason=event.reason, announces=True
            )
        case _:
            return Transition(announces=status == CANCELLED)


def contradicts(order: Order, event: Progress) -> bool:
    """Whether the event speaks of another end than the one the order has come to."""
    if order["status"] == CONFIRMED:
        return isinstance(event, InventoryFailed | PaymentFailed)
    return order["status"] == CANCELLED and isinstance(event, PaymentCompleted)


def placed(order: Order) -> OrderPlaced:
    """The announcement of a new order."""
    return OrderPlaced(
        order_id=order["orderId"],
        user_id=order["userId"],
        placed_at=order["placedAt"],
        ordered_on=date.fromisoformat(order["orderedOn"]),
        lines=tuple(
            PricedLine(
                item_id=line["itemId"], quantity=line["quantity"], unit_cents=line["unitCents"]
            )
            for line in order["lines"]
        ),
        total_cents=order["totalCents"],
        payment_method=order["paymentMethod"],
    )


def ended(order: Order) -> OrderConfirmed | OrderCancelled:
    """The announcement of how an order ended."""
    if order["status"] == CONFIRMED:
        return OrderConfirmed(
            order_id=order["orderId"],
            user_id=order["userId"],
            placed_at=order["placedAt"],
            ordered_on=date.fromisoformat(order["orderedOn"]),
            units=order["units"],
            total_cents=order["totalCents"],
        )
    return OrderCancelled(
        order_id=order["orderId"],
        user_id=order["userId"],
        placed_at=order["placedAt"],
        total_cents=order["totalCents"],
        reason=order["reason"],
    )


def view(order: Order) -> Order:
    """An order as its user sees it."""
    return {name: value for name, value in order.items() if name != "fingerprint"}
