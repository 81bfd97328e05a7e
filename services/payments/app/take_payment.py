"""Takes the money of an order whose goods are put aside, once, and announces how that went."""

from __future__ import annotations

from services.contracts.envelope import now
from services.contracts.inventory import InventoryReserved
from services.payments.app import store
from services.payments.app.domain import COMPLETED, Payment, Processor, collect, outcome
from services.payments.app.processor import SimulatedProcessor
from services.runtime.batches import Received, consumes
from services.runtime.environment import environment
from services.runtime.idempotency import once
from services.runtime.observability import count
from services.runtime.publishing import publish

PAYMENT_LIMIT_CENTS = int(environment("PAYMENT_LIMIT_CENTS", "10000000"))

processor: Processor = SimulatedProcessor()


@consumes(InventoryReserved)
def handle(received: Received[InventoryReserved]) -> None:
    order = received.message
    payment = store.find(order.order_id) or _taken(order, received)
    publish(outcome(payment))


def _taken(order: InventoryReserved, received: Received[InventoryReserved]) -> Payment:
    def take() -> Payment:
        return collect(order, processor, PAYMENT_LIMIT_CENTS)

    result = once("payment", order.order_id, take, received.context)
    count("PaymentsTaken" if result["status"] == COMPLETED else "PaymentsRefused")
    return store.record(
        {
            "orderId": order.order_id,
            "userId": order.user_id,
            "totalCents": order.total_cents,
            "at": now(),
            **result,
        }
    )
