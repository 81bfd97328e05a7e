"""Saga steps: the command that each step sends, and the answers that end it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, get_args

from contracts.codec import decode_value
from contracts.commands import (
    PaymentRequested,
    RefundRequested,
    ReleaseRequested,
    ReservationRequested,
    ShipmentCancellationRequested,
    ShipmentRequested,
)
from contracts.inventory import InventoryFailed, InventoryReleased, InventoryReserved
from contracts.payments import PaymentCompleted, PaymentFailed, PaymentRefunded
from contracts.shipping import ShipmentBooked, ShipmentCancelled, ShipmentFailed

# The names of the steps, as in the state machine: the actions, and what compensates each.
ACTIONS = RESERVE, PAY, SHIP = ("ReserveInventory", "ProcessPayment", "ShipOrder")
COMPENSATIONS = RELEASE, REFUND, CANCEL = ("ReleaseInventory", "RefundPayment", "CancelShipment")

# The answers, in the order of the steps that they end.
Completed: TypeAlias = InventoryReserved | PaymentCompleted | ShipmentBooked
Failed: TypeAlias = InventoryFailed | PaymentFailed | ShipmentFailed
Compensated: TypeAlias = InventoryReleased | PaymentRefunded | ShipmentCancelled
Answer: TypeAlias = Completed | Failed | Compensated

COMPLETED: tuple[type[Completed], ...] = get_args(Completed)
FAILED: tuple[type[Failed], ...] = get_args(Failed)
COMPENSATED: tuple[type[Compensated], ...] = get_args(Compensated)

ANSWERS: Mapping[type[Answer], str] = {
    **dict(zip(COMPLETED, ACTIONS, strict=True)),
    **dict(zip(FAILED, ACTIONS, strict=True)),
    **dict(zip(COMPENSATED, COMPENSATIONS, strict=True)),
}

Command: TypeAlias = (
    ReservationRequested
    | ReleaseRequested
    | PaymentRequested
    | RefundRequested
    | ShipmentRequested
    | ShipmentCancellationRequested
)

COMMANDS: Mapping[str, type[Command]] = {
    RESERVE: ReservationRequested,
    RELEASE: ReleaseRequested,
    PAY: PaymentRequested,
    REFUND: RefundRequested,
    SHIP: ShipmentRequested,
    CANCEL: ShipmentCancellationRequested,
}


def command(step: str, order: Mapping[str, Any]) -> Command:
    """The command of a step, with its fields from the data of the ``OrderPlaced`` event."""
    kind = COMMANDS[step]
    found: Command = decode_value(kind, order, name=kind.__name__, ignore_unknown=True)
    return found


def step_of(answer: Answer) -> str:
    """The step that an answer ends, successfully or not."""
    return ANSWERS[type(answer)]
