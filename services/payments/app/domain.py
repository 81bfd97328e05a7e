"""Rules of payments: when the processor is called, and what its answer makes of a payment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, TypeAlias

from contracts.codec import encode
from contracts.commands import PaymentRequested
from contracts.inventory import InventoryReserved
from contracts.orders import Mode, mode_of
from contracts.payments import PaymentCompleted, PaymentFailed

# Open: the card is being charged, or the bank transfer is awaited.
TAKING: Final = "TAKING"
PENDING: Final = "PENDING"
OPEN = (TAKING, PENDING)
COMPLETED: Final = "COMPLETED"
FAILED: Final = "FAILED"
# Cancelled before any money was taken; given back after it was.
VOID: Final = "VOID"
REFUNDED: Final = "REFUNDED"

Status = Literal["TAKING", "PENDING", "COMPLETED", "FAILED", "VOID", "REFUNDED"]

TRANSFER = "transfer"
RECEIVED, REFUSED, EXPIRED = "received", "refused", "expired"
REASONS = {
    REFUSED: "the bank refused the transfer",
    EXPIRED: "no transfer came in time",
}

# Not in responses; with the task token its bearer could settle the transfer.
INTERNAL = ("token", "mode")

PaymentTrigger: TypeAlias = InventoryReserved | PaymentRequested


class TransferSettled(Exception):
    """The outcome of the transfer is known, so the state machine must not wait for it."""


@dataclass(frozen=True, kw_only=True)
class Charge:
    """The answer of a processor: its id of the charge, or the reason for which it declined."""

    charge_id: str | None = None
    decline_reason: str | None = None


class Processor(Protocol):
    """A payment processor; ``key`` makes both calls idempotent."""

    def charge(self, key: str, cents: int, method: str) -> Charge: ...

    def refund(self, key: str, charge_id: str) -> None: ...


@dataclass(frozen=True, kw_only=True)
class PaymentChange:
    """What a transition writes to a payment; what is ``None`` stays as it is."""

    status: Status
    charge_id: str | None = None
    reason: str | None = None
    token: str | None = None


@dataclass(frozen=True, kw_only=True)
class Payment:
    """The payment of an order: a row of the payments table.

    ``at`` is the time of its first message, ``token`` the task token of the state machine that
    waits for a transfer, ``outcome`` what became of the transfer.
    """

    order_id: str
    user_id: str
    units: int
    total_cents: int
    method: str
    ship_to: str
    mode: Mode
    status: Status
    at: str
    reason: str | None = None
    charge_id: str | None = None
    token: str | None = None
    outcome: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the money is neither taken nor refused yet."""
        return self.status in OPEN

    @property
    def is_awaited(self) -> bool:
        """Whether a state machine has to wait for its transfer."""
        return self.is_open and self.method == TRANSFER

    @property
    def may_be_charged(self) -> bool:
        """Whether the processor has to be called, or may have been before the payment was void."""
        return self.status in (TAKING, VOID) and self.method != TRANSFER

    @property
    def transfer_outcome(self) -> str | None:
        """What became of the transfer, as far as it is known."""
        return VOID if self.status == VOID else self.outcome

    def settled(self) -> PaymentChange:
        """The change by the outcome of its transfer."""
        if self.outcome is None:
            raise ValueError(f"the transfer of order {self.order_id} has no outcome yet")
        if self.outcome == RECEIVED:
            return PaymentChange(status=COMPLETED, charge_id=f"transfer-{self.order_id}")
        return PaymentChange(status=FAILED, reason=REASONS[self.outcome])


@dataclass(frozen=True, kw_only=True)
class BlockedPayment:
    """The row of an order that was cancelled before its payment was triggered: none is taken."""

    order_id: str
    at: str
    status: Literal["VOID"] = VOID


PaymentRow: TypeAlias = Payment | BlockedPayment


def new_payment(trigger: PaymentTrigger, limit_cents: int, *, at: str) -> Payment:
    """The payment of an order before the processor is called.

    An order of 0 cents is paid, one above the limit refused, both without the processor.
    """
    status: Status = TAKING
    reason = None
    if trigger.total_cents == 0:
        status = COMPLETED
    elif trigger.total_cents > limit_cents:
        status = FAILED
        reason = f"{trigger.total_cents} cents are above the limit of {limit_cents}"
    return Payment(
        order_id=trigger.order_id,
        user_id=trigger.user_id,
        units=trigger.units,
        total_cents=trigger.total_cents,
        method=trigger.payment_method,
        ship_to=trigger.ship_to,
        mode=mode_of(trigger),
        status=status,
        at=at,
        reason=reason,
    )


def charge(payment: Payment, processor: Processor) -> PaymentChange:
    """Charge the card of a payment; returns the change by the processor's answer."""
    answer = processor.charge(payment.order_id, payment.total_cents, payment.method)
    if answer.decline_reason is not None:
        return PaymentChange(status=FAILED, reason=answer.decline_reason)
    return PaymentChange(status=COMPLETED, charge_id=answer.charge_id)


def event_of(payment: PaymentRow) -> PaymentCompleted | PaymentFailed | None:
    """The event of a payment; none while it is open, void or refunded.

    The saga abandons a step before it compensates it, and in the choreography a refund follows the
    event: a message that comes after it expects no answer.
    """
    if isinstance(payment, BlockedPayment):
        return None
    if payment.status == COMPLETED:
        return PaymentCompleted(
            order_id=payment.order_id,
            user_id=payment.user_id,
            units=payment.units,
            total_cents=payment.total_cents,
            ship_to=payment.ship_to,
            mode=payment.mode,
        )
    if payment.status == FAILED:
        return PaymentFailed(
            order_id=payment.order_id,
            total_cents=payment.total_cents,
            reason=payment.reason or "the payment failed",
            mode=payment.mode,
        )
    return None


def view(payment: PaymentRow) -> dict[str, Any]:
    """A payment as its customer and agents see it."""
    return {name: value for name, value in encode(payment).items() if name not in INTERNAL}
