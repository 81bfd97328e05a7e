"""The saga of an order: steps requested from other services, their timeouts and compensations."""

from __future__ import annotations

from components.compute.function import Function
from components.data.table import Table
from components.workflow.choice import equals
from components.workflow.definition import Definition
from components.workflow.errors import ALL, CONDITION_FAILED, Catch, Retry
from components.workflow.integrations import Integration, invoke, invoke_and_wait, update_item
from components.workflow.saga import Instead, Saga, Step
from components.workflow.states import Succeed, Task
from contracts.inventory import InventoryFailed
from contracts.payments import PaymentFailed
from contracts.shipping import ShipmentFailed
from services.orders.app.domain import CANCELLED, CONFIRMED, PLACED
from services.orders.app.saga_steps import CANCEL, PAY, REFUND, RELEASE, RESERVE, SHIP

# Services answer in seconds; the five attempts of a message that fails, or whose function dies and
# leaves it hidden, span 34 to 43 minutes (runtime/sqs/visibility.py), and its answer is worth them.
ANSWER_SECONDS = 60 * 60
# A compensation is requested seven times: 70 minutes, after which a person has to see to it.
UNDO_SECONDS = 10 * 60
# A bank transfer may take three days, and then has to clear.
TRANSFER_SECONDS = 4 * 24 * 60 * 60
CLEARING_SECONDS = 60 * 60
TABLE_SECONDS = FUNCTION_SECONDS = 60

# A failed condition is a result; other errors may be temporary.
RETRY_UNLESS_CONDITION = (
    Retry(errors=(CONDITION_FAILED,), attempts=0),
    Retry(errors=(ALL,), attempts=6, interval=2),
)


def order_saga(orders: Table, request_step: Function, cancel_order: Function) -> Definition:
    """The definition; of two executions for one order, the second ends without doing anything."""
    saga = Saga(
        steps=steps_of(request_step),
        completion=Task(
            "ConfirmOrder",
            does=_confirm(orders),
            timeout=TABLE_SECONDS,
            retry=RETRY_UNLESS_CONDITION,
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
        retry=RETRY_UNLESS_CONDITION,
        catch=(Catch(errors=(CONDITION_FAILED,), next="AlreadyClaimed", result_path=None),),
        result_path=None,
        next=saga.start,
    )
    return Definition((claim, Succeed("AlreadyClaimed"), *saga.states()))


def steps_of(request_step: Function) -> tuple[Step, ...]:
    """The steps, each with its deadline, what undoes it, and the answer that it was not done."""

    def request(step: str, seconds: int = ANSWER_SECONDS, state: str | None = None) -> Task:
        payload = {
            "step": step,
            "order.$": "$.order",
            "correlationId.$": "$.correlationId",
            "execution.$": "$$.Execution.Id",
        }
        return Task(state or step, does=invoke_and_wait(request_step, payload), timeout=seconds)

    def step(action: str, undo: str, failure: type, *instead: Instead) -> Step:
        return Step(
            action=request(action),
            compensation=request(undo, UNDO_SECONDS),
            no_effect_errors=(failure.__name__,),
            instead=instead,
        )

    transfer = Instead(
        when=equals("$.order.paymentMethod", "transfer"),
        action=request(PAY, TRANSFER_SECONDS, "AwaitTransfer"),
    )
    return (
        step(RESERVE, RELEASE, InventoryFailed),
        step(PAY, REFUND, PaymentFailed, transfer),
        step(SHIP, CANCEL, ShipmentFailed),
    )


def _claim(orders: Table) -> Integration:
    """Mark the order as this execution's; a retry of the same execution succeeds as well."""
    return update_item(
        orders,
        {"orderId": {"S.$": "$.order.orderId"}},
        "SET #saga = :run",
        names={"#saga": "saga", "#status": "status"},
        values={":run": {"S.$": "$$.Execution.Id"}, ":placed": {"S": PLACED}},
        condition="#status = :placed AND (attribute_not_exists(#saga) OR #saga = :run)",
    )


def _confirm(orders: Table) -> Integration:
    """Set CONFIRMED, idempotently, unless the order was cancelled."""
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
