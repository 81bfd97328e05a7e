"""The processing of an order, in the example order-workflow."""

from __future__ import annotations

from tests.simulator.stubs import Fails, Takes, in_turn
from tests.workflows.scenario import Scenario

ORDER = {"orderId": "1", "item": "pen", "cents": 200}
BUSY = Fails("PaymentRetryable")
SIDES = ("FulfillOrder", "UpdateInventory", "SendConfirmation")
FAILED = ("PublishFailure", "EverythingUndone", "OrderFailed")
STATES = (
    *("ValidateOrder", "ProcessPayment", "UpdateInventory", "SendConfirmation", "PublishEnd"),
    *("RefundPayment", "RestoreInventory", "PublishFailure"),
)
WORKS = {name: {} for name in STATES}


def failed(name, visited, **stubs):
    """A scenario in which the order fails, undone, with the whole way."""
    return Scenario(
        name=name,
        input=ORDER,
        stubs={**WORKS, **stubs},
        ends="OrderFailed",
        error="OrderProcessingFailed",
        visited=(*visited, *FAILED),
    )


SCENARIOS = [
    Scenario(
        name="an order is validated, paid, fulfilled on two sides and complete",
        input=ORDER,
        stubs={**WORKS, "UpdateInventory": Takes(5, {}), "SendConfirmation": Takes(9, {})},
        ends="OrderComplete",
        visited=("ValidateOrder", "ProcessPayment", *SIDES, "PublishEnd", "OrderComplete"),
        calls={
            "PublishEnd": [
                {
                    "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/ended-queue",
                    "MessageBody": {"complete": "1"},
                }
            ]
        },
        # The sides work at the same time.
        seconds=9,
    ),
    failed(
        "an order that is not valid is not tried again, and nothing is undone",
        ("ValidateOrder",),
        ValidateOrder=Fails("ValidationError"),
    ),
    Scenario(
        name="a payment that is busy twice and then passes is a payment",
        input=ORDER,
        stubs={**WORKS, "ProcessPayment": in_turn(BUSY, BUSY, {})},
        ends="OrderComplete",
        # Delays of one second and two: the backoff rate is 2.
        seconds=3,
    ),
    failed(
        "a payment that is busy four times is no payment, and is not refunded",
        ("ValidateOrder", "ProcessPayment"),
        ProcessPayment=in_turn(BUSY, BUSY, BUSY, BUSY),
    ),
    failed(
        "a payment that may have been taken is refunded",
        ("ValidateOrder", "ProcessPayment", "RefundPayment"),
        ProcessPayment=Fails("States.Timeout"),
    ),
    failed(
        "an inventory that cannot be updated is restored, and the money is given back",
        ("ValidateOrder", "ProcessPayment", *SIDES, "RestoreInventory", "RefundPayment"),
        UpdateInventory=Fails("DynamoDB.ResourceNotFoundException"),
    ),
    failed(
        "a confirmation that cannot be sent undoes the order",
        ("ValidateOrder", "ProcessPayment", *SIDES, "RestoreInventory", "RefundPayment"),
        SendConfirmation=Fails("SNS.NotFoundException"),
    ),
    Scenario(
        name="a refund that fails every try is reported",
        input=ORDER,
        stubs={
            **WORKS,
            "SendConfirmation": Fails("SNS.NotFoundException"),
            "RefundPayment": Fails("Boom"),
        },
        ends="CompensationFailed",
        error="CompensationFailed",
    ),
]
