"""The saga of an order: whatever fails, what was done before is undone, last first."""

from __future__ import annotations

from typing import Any

from tests.simulator.stubs import CallsBack, Fails, NeverCallsBack, in_turn
from tests.workflows.scenario import Scenario

ORDER = {
    "orderId": "00000000-0000-0000-0000-000000000001",
    "userId": "ann",
    "lines": [{"itemId": "disc", "quantity": 1, "unitCents": 1500}],
    "units": 1,
    "totalCents": 1500,
    "paymentMethod": "card",
    "shipTo": "GB",
}
INPUT = {"order": ORDER, "correlationId": "talk-7"}
BY_TRANSFER = {**INPUT, "order": {**ORDER, "paymentMethod": "transfer"}}
TO_TRANSFER = ("ReserveInventory", "ChooseProcessPayment", "AwaitTransfer")

CLAIM = ("ClaimOrder",)
STEPS = ("ReserveInventory", "ProcessPayment", "ShipOrder")
CONFIRM = ("ConfirmOrder",)
UNDO_ALL = ("CancelShipment", "RefundPayment", "ReleaseInventory")
END = ("CancelOrder", "EverythingUndone", "OrderProcessingFailed")
LEFT = ("CancelOrder", "EverythingUndone", "CompensationFailed")

TAKEN = Fails("DynamoDB.ConditionalCheckFailedException")
FAILED = "OrderProcessingFailed"
SERVICES = ("InventoryFailed", "PaymentFailed", "ShipmentFailed")
NO_TABLE = Fails("DynamoDB.InternalServerErrorException")


def asked(place: int) -> tuple[str, ...]:
    """The states of the first so many steps of an order that is paid by card."""
    states = (("ReserveInventory",), ("ChooseProcessPayment", "ProcessPayment"), ("ShipOrder",))
    return tuple(state for step in states[:place] for state in step)


def works(**changes: Any) -> dict[str, Any]:
    """Every service answers as it is hoped; some do something else."""
    states = (*STEPS, "AwaitTransfer", *UNDO_ALL)
    answers = {state: CallsBack({"answer": state}) for state in states}
    return {**answers, "ClaimOrder": {}, "ConfirmOrder": {}, "CancelOrder": {}, **changes}


def refused(place: int) -> Scenario:
    """A service says no: its step changed nothing, those before it are undone."""
    error = SERVICES[place]
    return Scenario(
        name=f"{error} undoes what came before",
        input=INPUT,
        stubs=works(**{STEPS[place]: CallsBack(Fails(error, cause="no"))}),
        ends=FAILED,
        error=FAILED,
        visited=(*CLAIM, *asked(place + 1), *UNDO_ALL[3 - place :], *END),
        calls={"CancelOrder": [failed(error, "no", done=place)]},
    )


def silent(place: int) -> Scenario:
    """A service says nothing: whether it did its part is unknown, so that is undone too."""
    return Scenario(
        name=f"{STEPS[place]} without an answer is itself undone",
        input=INPUT,
        stubs=works(**{STEPS[place]: NeverCallsBack()}),
        ends=FAILED,
        error=FAILED,
        visited=(*CLAIM, *asked(place + 1), *UNDO_ALL[2 - place :], *END),
    )


def failed(error: str, cause: str, done: int) -> dict[str, Any]:
    """The input of the function that cancels an order."""
    results = {step: {"answer": step} for step in STEPS[:done]}
    given = {**INPUT, "error": {"Error": error, "Cause": cause}}
    return {**given, "results": results} if results else given


def left(compensation: str) -> Scenario:
    """One compensation never succeeds: the others run all the same, and the run says so."""
    return Scenario(
        name=f"{compensation} that fails for good keeps no other from running",
        input=INPUT,
        stubs=works(ShipOrder=NeverCallsBack(), **{compensation: Fails("Lambda.Unknown")}),
        ends="CompensationFailed",
        error="CompensationFailed",
        visited=(*CLAIM, *asked(3), *UNDO_ALL, *LEFT),
    )


SCENARIOS = [
    Scenario(
        name="an order that everybody can serve is confirmed",
        input=INPUT,
        stubs=works(),
        ends="Confirmed",
        visited=(*CLAIM, *asked(3), *CONFIRM, "Confirmed"),
    ),
    Scenario(
        name="the second run for an order ends at once, and quietly",
        input=INPUT,
        stubs=works(ClaimOrder=TAKEN),
        ends="AlreadyClaimed",
        visited=(*CLAIM, "AlreadyClaimed"),
        output=INPUT,
    ),
    Scenario(
        name="a table that does not answer for a while is asked again",
        input=INPUT,
        stubs=works(ClaimOrder=in_turn(NO_TABLE, NO_TABLE, {}), ConfirmOrder=in_turn(NO_TABLE, {})),
        ends="Confirmed",
    ),
    Scenario(
        name="a claim that fails for good sends no command",
        input=INPUT,
        stubs=works(ClaimOrder=NO_TABLE),
        ends="ClaimOrder",
        error="DynamoDB.InternalServerErrorException",
    ),
    *(refused(place) for place in range(3)),
    *(silent(place) for place in range(3)),
    *(left(compensation) for compensation in UNDO_ALL),
    Scenario(
        name="a transfer may take its three days",
        input=BY_TRANSFER,
        stubs=works(AwaitTransfer=CallsBack({"answer": "PaymentCompleted"}, after=3 * 86_400)),
        ends="Confirmed",
    ),
    Scenario(
        name="a transfer that is refused is named as the payment, and nothing of it is undone",
        input=BY_TRANSFER,
        stubs=works(AwaitTransfer=CallsBack(Fails("PaymentFailed", cause="no"))),
        ends=FAILED,
        error=FAILED,
        visited=(*CLAIM, *TO_TRANSFER, "ReleaseInventory", *END),
    ),
    Scenario(
        name="a transfer that is never answered ends after four days, and is undone",
        input=BY_TRANSFER,
        stubs=works(AwaitTransfer=NeverCallsBack()),
        ends=FAILED,
        error=FAILED,
        visited=(*CLAIM, *TO_TRANSFER, *UNDO_ALL[1:], *END),
        within=4 * 86_400 + 3_600,
    ),
    Scenario(
        name="a message that takes all its attempts is still an answer",
        input=INPUT,
        stubs=works(ProcessPayment=CallsBack({"answer": "PaymentCompleted"}, after=43 * 60)),
        ends="Confirmed",
    ),
    Scenario(
        name="a card that is declined without an answer ends within hours, and is undone",
        input=INPUT,
        stubs=works(
            ProcessPayment=NeverCallsBack(),
            RefundPayment=NeverCallsBack(),
        ),
        ends="CompensationFailed",
        error="CompensationFailed",
        within=3 * 3_600,
    ),
    Scenario(
        name="a request that did not get out is made again",
        input=INPUT,
        stubs=works(
            ProcessPayment=in_turn(
                Fails("PublishFailed"), Fails("PublishFailed"), CallsBack({"answer": "yes"})
            )
        ),
        ends="Confirmed",
    ),
    Scenario(
        name="a refusal is an answer and is not asked for again",
        input=INPUT,
        stubs=works(ProcessPayment=in_turn(CallsBack(Fails("PaymentFailed", cause="no")))),
        ends=FAILED,
        error=FAILED,
    ),
    Scenario(
        name="an order that cannot be confirmed is undone altogether",
        input=INPUT,
        stubs=works(ConfirmOrder=NO_TABLE),
        ends=FAILED,
        error=FAILED,
        visited=(*CLAIM, *asked(3), *CONFIRM, *UNDO_ALL, *END),
    ),
    Scenario(
        name="a compensation that fails for a while is tried until it works",
        input=INPUT,
        stubs=works(
            ShipOrder=CallsBack(Fails("ShipmentFailed", cause="no")),
            RefundPayment=in_turn(*[NeverCallsBack()] * 5, CallsBack({"answer": "at last"})),
        ),
        ends=FAILED,
        error=FAILED,
    ),
    Scenario(
        name="an order that cannot even be cancelled fails as such",
        input=INPUT,
        stubs=works(
            ReserveInventory=CallsBack(Fails("InventoryFailed", cause="no")),
            CancelOrder=Fails("AlreadyConfirmed"),
        ),
        ends="CompensationFailed",
        error="CompensationFailed",
        visited=(*CLAIM, "ReserveInventory", *LEFT),
    ),
]
