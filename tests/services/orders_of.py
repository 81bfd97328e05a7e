"""Short ways to say what the tests of handlers say over and over."""

from __future__ import annotations

import uuid
from datetime import date

from services.contracts.inventory import InventoryFailed, InventoryReserved, Shortage
from services.contracts.orders import OrderCancelled, OrderConfirmed, OrderPlaced, PricedLine
from services.contracts.payments import PaymentCompleted, PaymentFailed

ID = str(uuid.UUID(int=1))
PLACED_AT = "2026-11-21T10:00:00.000Z"


def number(count: int) -> str:
    """The id of the order of this number."""
    return str(uuid.UUID(int=count))


def placed(order_id: str = ID, *lines: tuple[str, int, int], method: str = "card") -> OrderPlaced:
    """An order of ``(item, quantity, cents)``; of one disc if nothing is said."""
    priced = tuple(
        PricedLine(item_id=item, quantity=quantity, unit_cents=cents)
        for item, quantity, cents in lines or [("disc", 1, 1500)]
    )
    return OrderPlaced(
        order_id=order_id,
        user_id="ann",
        placed_at=PLACED_AT,
        ordered_on=date(2026, 11, 21),
        lines=priced,
        total_cents=sum(line.quantity * line.unit_cents for line in priced),
        payment_method="card-declined" if method == "card-declined" else "card",
    )


def reserved(order_id: str = ID, cents: int = 1500, method: str = "card") -> InventoryReserved:
    return InventoryReserved(
        order_id=order_id,
        user_id="ann",
        total_cents=cents,
        payment_method="card-declined" if method == "card-declined" else "card",
    )


def short(order_id: str = ID) -> InventoryFailed:
    shortages = (Shortage(item_id="disc", wanted=2, available=1),)
    return InventoryFailed(order_id=order_id, reason="too little of disc", shortages=shortages)


def paid(order_id: str = ID, cents: int = 1500) -> PaymentCompleted:
    return PaymentCompleted(order_id=order_id, total_cents=cents)


def refused(order_id: str = ID, cents: int = 1500) -> PaymentFailed:
    return PaymentFailed(order_id=order_id, total_cents=cents, reason="the card was declined")


def confirmed(
    order_id: str = ID, user: str = "ann", on: str = "2026-11-21", units: int = 1, cents: int = 1500
) -> OrderConfirmed:
    return OrderConfirmed(
        order_id=order_id,
        user_id=user,
        placed_at=PLACED_AT,
        ordered_on=date.fromisoformat(on),
        units=units,
        total_cents=cents,
    )


def cancelled(order_id: str = ID) -> OrderCancelled:
    return OrderCancelled(
        order_id=order_id,
        user_id="ann",
        placed_at=PLACED_AT,
        total_cents=1500,
        reason="the card was declined",
    )
