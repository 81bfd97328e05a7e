"""Conversation: what a saga asks for each of its steps, and which answer is about which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from contracts.codec import decode
from contracts.commands import (
    PaymentRequested,
    RefundRequested,
    ReleaseRequested,
    ReservationRequested,
    ShipmentCancellationRequested,
    ShipmentRequested,
)
from contracts.contract import camel_case
from contracts.inventory import InventoryFailed, InventoryReleased, InventoryReserved
from contracts.payments import PaymentCompleted, PaymentFailed, PaymentRefunded
from contracts.shipping import ShipmentBooked, ShipmentCancelled, ShipmentFailed
from services.orders.app.domain import Answer

RESERVE, RELEASE = "ReserveInventory", "ReleaseInventory"
PAY, REFUND = "ProcessPayment", "RefundPayment"
SHIP, RECALL = "ShipOrder", "CancelShipment"

Request: TypeAlias = (
    ReservationRequested
    | ReleaseRequested
    | PaymentRequested
    | RefundRequested
    | ShipmentRequested
    | ShipmentCancellationRequested
)

REQUESTS: Mapping[str, type[Request]] = {
    RESERVE: ReservationRequested,
    RELEASE: ReleaseRequested,
    PAY: PaymentRequested,
    REFUND: RefundRequested,
    SHIP: ShipmentRequested,
    RECALL: ShipmentCancellationRequested,
}

ANSWERS: Mapping[type[Answer], str] = {
    InventoryReserved: RESERVE,
    InventoryFailed: RESERVE,
    InventoryReleased: RELEASE,
    PaymentCompleted: PAY,
    PaymentFailed: PAY,
    PaymentRefunded: REFUND,
    ShipmentBooked: SHIP,
    ShipmentFailed: SHIP,
    ShipmentCancelled: RECALL,
}


def request(step: str, order: Mapping[str, Any]) -> Request:
    """What the saga asks for a step; it takes from the order what its contract names."""
    kind = REQUESTS[step]
    names = [camel_case(name) for name in kind.__dataclass_fields__]
    return decode(kind, {name: order[name] for name in names})


def step_of(answer: Answer) -> str:
    """The step that an answer ends, well or not."""
    return ANSWERS[type(answer)]
