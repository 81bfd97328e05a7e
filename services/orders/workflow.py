"""The saga of an order: what is asked of which service, for how long, and what would undo it."""

from __future__ import annotations

from components.compute.function import Function
from components.data.table import Table
from components.workflow.definition import Definition
from components.workflow.errors import ALL, CONDITION_FAILED, Catch, Retry
from components.workflow.integrations import Integration, invoke, invoke_and_wait, update_item
from components.workflow.saga import Saga, Step
from components.workflow.states import Succeed, Task
from contracts.inventory import InventoryFailed
from contracts.payments import PaymentFailed
from contracts.shipping import ShipmentFailed
from services.orders.app.conversation import PAY, RECALL, REFUND, RELEASE, RESERVE, SHIP
from services.orders.app.domain import CANCELLED, CONFIRMED, PLACED

# Services answer in seconds; payments may wait three days for a transfer, which then has to clear.
ANSWER_SECONDS = 5 * 60
PAYMENT_SECONDS = 4 * 24 * 60 * 60
TABLE_SECONDS = FUNCTION_SECONDS = 60

# A condition that does not hold is an answer; all else may pass.
HELD_OR_RETRIED = (
    Retry(errors=(CONDITION_FAILED,), attempts=0),
    Retry(errors=(ALL,), attempts=6, interval=2),
)


def order_saga(orders: Table, request_step: Function, cancel_order: Function) -> Definition:
    """Takes the order for itself, so that of two runs for one order the second ends quietly."""

    def ask(step: str, seconds: int = ANSWER_SECONDS) -> Task:
        payload = {"step": step, "correlationId.$": "$.correlationId", "order.$": "$.order"}
        return Task(step, does=invoke_and_wait(request_step, payload), timeout=seconds)

    def asked(step: Task, undo: Task, refusal: type) -> Step:
        return Step(action=step, compensation=undo, refusals=(refusal.__name__,))

    saga = Saga(
        steps=(
            asked(ask(RESERVE), ask(RELEASE), InventoryFailed),
            asked(ask(PAY, PAYMENT_SECONDS), ask(REFUND), PaymentFailed),
            asked(ask(SHIP), ask(RECALL), ShipmentFailed),
        ),
        completion=Task(
            "ConfirmOrder",
            does=_confirm(orders),
            timeout=TABLE_SECONDS,
            retry=HELD_OR_RETRIED,
        ),
        failure=Task("CancelOrder", does=invoke(cancel_order), timeout=FUNCTION_SECONDS),
        error="OrderProcessingFailed",
        completed="Confirmed",
        failed="OrderProcessingFailed",
    )
    claim = Task(
        "ClaimOrder",
        does=_claim(orders),
        timeout=TABLE_SECONDS,
        retry=HELD_OR_RETRIED,
        catch=(Catch(errors=(CONDITION_FAILED,), next="AlreadyClaimed", result_path=None),),
        result_path=None,
        next=saga.start,
    )
    return Definition((claim, Succeed("AlreadyClaimed"), *saga.states()))


def _claim(orders: Table) -> Integration:
    """One run has the order; its own second try has it too."""
    return update_item(
        orders,
        {"orderId": {"S.$": "$.order.orderId"}},
        "SET #saga = :run",
        names={"#saga": "saga", "#status": "status"},
        values={":run": {"S.$": "$$.Execution.Id"}, ":placed": {"S": PLACED}},
        condition="#status = :placed AND (attribute_not_exists(#saga) OR #saga = :run)",
    )


def _confirm(orders: Table) -> Integration:
    """Written twice it says the same; an order that was cancelled stays so."""
    return update_item(
        orders,
        {"orderId": {"S.$": "$.order.orderId"}},
        "SET #status = :confirmed, #timeline.#moment = if_not_exists(#timeline.#moment, :now)",
        names={
            "#saga": "saga",
            "#status": "status",
            "#timeline": "timeline",
            "#moment": "confirmed",
        },
        values={
            ":run": {"S.$": "$$.Execution.Id"},
            ":confirmed": {"S": CONFIRMED},
            ":cancelled": {"S": CANCELLED},
            ":now": {"S.$": "$$.State.EnteredTime"},
        },
        condition="#saga = :run AND #status <> :cancelled",
    )
