"""The transfer: a state machine that waits for the outcome of a bank transfer.

The outcome is in the table; the task token only resumes the execution, which then reads it there.
"""

from __future__ import annotations

from components.compute.function import Function
from components.data.table import Table
from components.workflow.choice import Choice, When, equals
from components.workflow.definition import Definition
from components.workflow.errors import ALL, TASK_FAILED, Catch, Retry
from components.workflow.integrations import get_item, invoke, invoke_and_wait, update_item
from components.workflow.states import Succeed, Task, Wait
from services.payments.app.domain import EXPIRED, RECEIVED, TransferSettled

# A bank takes up to two working days; a later transfer is returned.
TRANSFER_SECONDS = 3 * 24 * 60 * 60
# For so long a received transfer may be recalled.
CLEARING_SECONDS = 60 * 60
# As long as the function with its start, and the call of a table, may take.
FUNCTION_SECONDS, TABLE_SECONDS = 60, 10

KEY = {"orderId": {"S.$": "$.orderId"}}
# For hours: the money may have arrived, and no second execution is started.
LONG_RETRY = Retry(errors=(ALL,), attempts=50, interval=2, max_delay=900)


def transfer(request: Function, record: Function, payments: Table) -> Definition:
    """The definition; its input is ``{"orderId", "correlationId"}``."""
    return Definition(
        (
            request_transfer(request),
            close_transfer(payments),
            Task(
                "ReadTransfer",
                does=get_item(payments, KEY),
                timeout=TABLE_SECONDS,
                retry=(LONG_RETRY,),
                result_selector={"outcome.$": "$.Item.outcome.S"},
                result_path="$.transfer",
                next="IsReceived",
            ),
            Choice(
                "IsReceived",
                rules=(When(equals("$.transfer.outcome", RECEIVED), next="ClearTransfer"),),
                otherwise="RecordTransfer",
            ),
            Wait("ClearTransfer", seconds=CLEARING_SECONDS, next="RecordTransfer"),
            Task(
                "RecordTransfer",
                does=invoke(record),
                timeout=FUNCTION_SECONDS,
                retry=(LONG_RETRY,),
                result_path="$.payment",
                next="TransferRecorded",
            ),
            Succeed("TransferRecorded"),
        ),
        comment="Waits for a bank transfer; a refused or missing one is an answer, not a failure.",
    )


def request_transfer(request: Function) -> Task:
    """Store a task token with the payment, and wait until it is sent back."""
    return Task(
        "RequestTransfer",
        does=invoke_and_wait(
            request,
            {
                "orderId.$": "$.orderId",
                "correlationId.$": "$.correlationId",
                "execution.$": "$$.Execution.Id",
            },
        ),
        timeout=TRANSFER_SECONDS,
        retry=(
            Retry(errors=(TransferSettled.__name__,), attempts=0),
            Retry(errors=(TASK_FAILED,), attempts=6, interval=2, max_delay=300),
        ),
        catch=(Catch(next="CloseTransfer"),),
        result_path=None,
        next="CloseTransfer",
    )


def close_transfer(payments: Table) -> Task:
    """Set the outcome to expired, unless there is one; later outcomes are not accepted."""
    return Task(
        "CloseTransfer",
        does=update_item(
            payments,
            KEY,
            "SET #outcome = if_not_exists(#outcome, :expired)",
            names={"#outcome": "outcome"},
            values={":expired": {"S": EXPIRED}},
        ),
        timeout=TABLE_SECONDS,
        retry=(LONG_RETRY,),
        result_path=None,
        next="ReadTransfer",
    )
