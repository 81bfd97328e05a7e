"""Orders: takes orders over HTTP, and processes each by events or by a workflow."""

from __future__ import annotations

from dataclasses import replace

from components.access import Access
from components.api.route import Route
from components.data.table import Index, Table, TableArgs
from components.workflow.workflow import WorkflowArgs
from contracts.orders import CHOREOGRAPHY, SAGA, OrderPlaced, PlaceOrder
from contracts.schema import request_model
from contracts.shipping import OrderFulfilled
from microservice.functions import Uses
from microservice.microservice import Microservice
from services.orders.app.domain import COMPENSATIONS_FAILED
from services.orders.app.saga_steps import ANSWERS, COMPLETED, FAILED
from services.orders.workflow import CLEARING_SECONDS, TRANSFER_SECONDS, order_saga


def define(service: Microservice) -> None:
    """The owner of the orders table; other services get its changes as events, from its stream."""
    by_user = Index(name="byUser", key="userId", sort="placedAt")
    # Of open orders only: an order leaves it when its end is published.
    by_open = Index(name="byOpen", key="openShard", sort="placedAt", include=())
    orders = service.table(
        "orders", TableArgs(key="orderId", indexes=(by_user, by_open), stream=True)
    )
    reads = [orders.read("ORDERS_TABLE")]
    changes = [*reads, orders.update()]

    service.rest_api(
        Route.post(
            "/orders",
            service.function(
                "place_order",
                uses=[*reads, orders.create(), service.call("catalog")],
                variables={"ORDER_MODE": service.settings.order_modes[0]},
            ),
            body=request_model(PlaceOrder),
            headers=("Idempotency-Key",),
        ),
        Route.get("/orders", service.function("list_orders", uses=reads)),
        Route.get("/orders/{orderId}", service.function("get_order", uses=reads)),
    )
    service.on.changes("publish_changes", orders, uses=[orders.update("ORDERS_TABLE")])
    events = [*COMPLETED, *FAILED, OrderFulfilled]
    service.on.events("advance_order", events, where={"mode": CHOREOGRAPHY}, uses=changes)
    idempotency = service.table("idempotency", TableArgs(key="pk", ttl="ttl"))
    once = idempotency.read_write("IDEMPOTENCY_TABLE")
    is_saga = "saga" in service.settings.order_modes
    follows = orchestrate(service, orders, changes) if is_saga else []
    stuck = [each.when("an order stays open") for each in (orders.update(), *follows)]
    sweep_orders(service, [*reads, *stuck, once])
    service.on.schedule("back_up", "backup", uses=[*orders.back_up("ORDERS_TABLE"), once])


def sweep_orders(service: Microservice, uses: Uses) -> None:
    """A job that has open orders processed again, and ends those that are open for too long."""
    settings = service.settings
    transfer = (TRANSFER_SECONDS + CLEARING_SECONDS) * settings.workflow_wait_scale
    worker = service.functions.worker("sweep_orders")
    limits = {
        "OPEN_ORDER_SECONDS": str(settings.open_order_seconds),
        "TRANSFER_SECONDS": str(round(transfer)),
    }
    function = replace(worker.function, environment={**worker.function.environment, **limits})
    service.on.schedule(
        replace(worker, function=function),
        "sweep",
        uses=[*uses, service.publish().when("an order stays open")],
    )
    service.alarm_on("orders_swept", "OrdersSwept")


def orchestrate(service: Microservice, orders: Table, changes: Uses) -> list[Access]:
    """The saga: a workflow that requests each step of an order from the service that does it.

    Returns what the sweep needs to look after its executions.
    """
    steps = service.table("steps", TableArgs(key="orderId", sort="step", ttl="ttl"))
    request = service.task("request_step", uses=[steps.create("STEPS_TABLE"), service.publish()])
    cancel = service.task("cancel_order", uses=changes)
    # A declined card fails an execution in the ordinary course of business.
    definition = order_saga(orders, request, cancel)
    saga = service.workflow("saga", WorkflowArgs(definition=definition, failure_percent=5))
    service.alarm_on("compensations_failed", COMPENSATIONS_FAILED)
    service.on.events_start(
        "start_saga",
        saga,
        [OrderPlaced],
        where={"mode": SAGA},
        given={"order": "$.detail.data", "correlationId": "$.detail.metadata.correlationId"},
    )
    service.on.events(
        "resume_saga",
        [*ANSWERS],
        where={"mode": SAGA},
        uses=[*changes, steps.read("STEPS_TABLE"), saga.complete()],
    )
    return [steps.read("STEPS_TABLE"), saga.describe(), saga.complete()]
