"""The transfer of payments: whatever wakes it, it goes by what the table says."""

from __future__ import annotations

from tests.simulator.stubs import CallsBack, Fails, NeverCallsBack, in_turn
from tests.workflows.scenario import Scenario

INPUT = {"orderId": "order-1", "correlationId": "talk-1"}
# What the request gets beside the token: the execution, which its log names.
ASKED = {**INPUT, "execution": "arn:aws:states:eu-west-1:123456789012:execution:machine:run"}
ENDS = "TransferRecorded"
KEY = {"orderId": {"S": "order-1"}}
TABLE = {"TableName": "payments-payments-table", "Key": KEY}
CLOSE = {
    **TABLE,
    "UpdateExpression": "SET #outcome = if_not_exists(#outcome, :expired)",
    "ExpressionAttributeNames": {"#outcome": "outcome"},
    "ExpressionAttributeValues": {":expired": {"S": "expired"}},
}
BUSY = Fails("DynamoDB.ProvisionedThroughputExceededException")
AWAY = Fails("ConnectionError", cause="the table is away")

CLEARED = (
    "RequestTransfer",
    "CloseTransfer",
    "ReadTransfer",
    "IsReceived",
    "ClearTransfer",
    "RecordTransfer",
    ENDS,
)
NOT_CLEARED = tuple(state for state in CLEARED if state != "ClearTransfer")


def tasks(outcome, request, **others):
    """What the tasks do when the table has this outcome."""
    row = {"orderId": {"S": "order-1"}, "outcome": {"S": outcome}}
    return {
        "RequestTransfer": request,
        "CloseTransfer": {},
        "ReadTransfer": {"Item": row},
        "RecordTransfer": {"status": "RECORDED"},
        **others,
    }


RECEIVED = {**INPUT, "transfer": {"outcome": "received"}}
RECORDED = {**RECEIVED, "payment": {"status": "RECORDED"}}

SCENARIOS = [
    Scenario(
        name="a transfer that came in is recorded when it has cleared",
        input=INPUT,
        stubs=tasks("received", CallsBack({"outcome": "received"}, after=7200)),
        ends=ENDS,
        seconds=7200 + 60 * 60,
        visited=CLEARED,
        output=RECORDED,
        calls={
            "RequestTransfer": [{"token": "token-1", **ASKED}],
            "CloseTransfer": [CLOSE],
            "ReadTransfer": [{**TABLE, "ConsistentRead": True}],
            "RecordTransfer": [RECEIVED],
        },
    ),
    Scenario(
        name="a refused transfer is recorded at once",
        input=INPUT,
        stubs=tasks("refused", CallsBack({"outcome": "refused"}, after=60)),
        ends=ENDS,
        seconds=60,
        visited=NOT_CLEARED,
    ),
    Scenario(
        name="a transfer that never comes is closed after three days",
        input=INPUT,
        stubs=tasks("expired", NeverCallsBack()),
        ends=ENDS,
        seconds=3 * 24 * 60 * 60,
        visited=NOT_CLEARED,
        calls={"CloseTransfer": [CLOSE]},
    ),
    Scenario(
        name="a transfer that is settled in the last moment counts though no task was completed",
        input=INPUT,
        stubs=tasks("received", NeverCallsBack()),
        ends=ENDS,
        visited=CLEARED,
    ),
    Scenario(
        name="a transfer that is settled before anybody waits is not waited for",
        input=INPUT,
        stubs=tasks("received", Fails("TransferSettled")),
        ends=ENDS,
        visited=CLEARED,
        calls={"RequestTransfer": [{"token": "token-1", **ASKED}]},
    ),
    Scenario(
        name="a transfer that is called off is not waited for any longer",
        input=INPUT,
        stubs=tasks("expired", CallsBack({"outcome": "VOID"}, after=60)),
        ends=ENDS,
        visited=NOT_CLEARED,
    ),
    Scenario(
        name="a request that fails is made again with a token of its own",
        input=INPUT,
        stubs=tasks("received", in_turn(AWAY, AWAY, CallsBack({"outcome": "received"}))),
        ends=ENDS,
        visited=CLEARED,
        calls={"RequestTransfer": [{"token": f"token-{n}", **ASKED} for n in (1, 2, 3)]},
    ),
    Scenario(
        name="a request that keeps failing closes the transfer",
        input=INPUT,
        stubs=tasks("expired", AWAY),
        ends=ENDS,
        visited=NOT_CLEARED,
    ),
    Scenario(
        name="a busy table is tried again",
        input=INPUT,
        stubs=tasks(
            "refused",
            CallsBack({"outcome": "refused"}),
            CloseTransfer=in_turn(BUSY, BUSY, {}),
        ),
        ends=ENDS,
        visited=NOT_CLEARED,
    ),
    Scenario(
        name="an outcome that cannot be recorded fails the run",
        input=INPUT,
        stubs=tasks("refused", CallsBack({"outcome": "refused"}), RecordTransfer=AWAY),
        ends="RecordTransfer",
        error="ConnectionError",
    ),
]
