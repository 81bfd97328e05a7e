"""The transfer: a state machine that waits until a person says what became of a bank transfer.

What became of it stands in the table; the token only wakes the machine, which then reads there.
"""

from __future__ import annotations

from components.compute.function import Function
from components.data.table import Table
from components.workflow.choice import Choice, When, equals
from components.workflow.definition import Definition
from components.workflow.errors import ALL, TASK_FAILED, Catch, Retry
from components.workflow.integrations import get_item, invoke, invoke_and_wait, update_item
from components.workflow.states import Succeed, Task, Wait
from services.payments.app.domain import EXPIRED, RECEIVED

# A bank takes up to two working days; what comes later is sent back.
TRANSFER_SECONDS = 3 * 24 * 60 * 60
# Money that came in may be recalled for so long.
CLEARING_SECONDS = 60 * 60
# As long as the function with its start, and the call of a table, may take.
FUNCTION_SECONDS, TABLE_SECONDS = 60, 10

KEY = {"orderId": {"S.$": "$.orderId"}}
# The function says by this error that there is nothing to wait for.
SETTLED = "TransferSettled"
# Hours: the money may be there, and nobody starts this machine a second time.
PATIENT = Retry(errors=(ALL,), attempts=50, interval=2, max_delay=900)


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
                retry=(PATIENT,),
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
                retry=(PATIENT,),
                result_path="$.payment",
                next="TransferRecorded",
            ),
            Succeed("TransferRecorded"),
        ),
        comment="Waits for a bank transfer; a refused or missing one is an answer, not a failure.",
    )


def request_transfer(request: Function) -> Task:
    """Hand out a token, and wait for it to come back; whatever wakes it, the table knows why."""
    return Task(
        "RequestTransfer",
        does=invoke_and_wait(
            request, {"orderId.$": "$.orderId", "correlationId.$": "$.correlationId"}
        ),
        timeout=TRANSFER_SECONDS,
        retry=(
            Retry(errors=(SETTLED,), attempts=0),
            Retry(errors=(TASK_FAILED,), attempts=6, interval=2, max_delay=300),
        ),
        catch=(Catch(next="CloseTransfer"),),
        result_path=None,
        next="CloseTransfer",
    )


def close_transfer(payments: Table) -> Task:
    """From here on nobody can say any more what became of it: if nobody has, it is expired."""
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
        retry=(PATIENT,),
        result_path=None,
        next="ReadTransfer",
    )
