"""Payments: takes payment for an order by card or bank transfer, and refunds it."""

from __future__ import annotations

from components.api.route import Route
from components.data.table import TableArgs
from components.workflow.workflow import WorkflowArgs
from contracts.commands import PaymentRequested, RefundRequested
from contracts.inventory import InventoryReserved
from contracts.orders import CHOREOGRAPHY
from contracts.shipping import ShipmentFailed
from microservice.microservice import Microservice
from services.payments.workflow import transfer


def define(service: Microservice) -> None:
    """One payment an order, at most; the idempotency table keeps charges from repeating."""
    payments = service.table("payments", TableArgs(key="orderId"))
    idempotency = service.table("idempotency", TableArgs(key="pk", ttl="ttl"))
    reads, updates = payments.read("PAYMENTS_TABLE"), payments.update("PAYMENTS_TABLE")
    processor = service.external("PAYMENT_PROCESSOR", service.settings.payment_processor)
    once = idempotency.read_write("IDEMPOTENCY_TABLE")
    moves = [updates, payments.create(), once, service.publish(), *processor.uses]

    definition = transfer(
        service.task("request_transfer", uses=[updates]),
        service.task("record_transfer", uses=[reads, updates, service.publish()]),
        payments,
    )
    transfers = service.workflow("transfer", WorkflowArgs(definition=definition))
    settles = [reads, updates, transfers.complete()]
    ends = transfers.complete().when("an order is given up that awaits a transfer")

    service.http_api(
        Route.get("/payments/{orderId}", service.function("get_payment", uses=[reads])),
        Route.post(
            "/payments/{orderId}/transfer", service.function("settle_transfer", uses=settles)
        ),
    )
    service.on.events(
        "take_payment",
        [InventoryReserved, PaymentRequested],
        where={"mode": CHOREOGRAPHY},
        uses=[*moves, transfers.start("TRANSFER_WORKFLOW")],
        variables=processor.variables,
    )
    service.on.events(
        "refund_payment",
        [ShipmentFailed, RefundRequested],
        where={"mode": CHOREOGRAPHY},
        uses=[*moves, reads, ends],
        variables=processor.variables,
    )
