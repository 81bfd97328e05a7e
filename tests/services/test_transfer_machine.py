"""The transfer from first to last: the machine as it is deployed, around the real handlers."""

from __future__ import annotations

import json

import pytest
from pulumi_aws.sfn import StateMachine

from services.payments.app import record_transfer, request_transfer
from services.payments.app.store import payments
from tests.fakes.client_errors import client_error
from tests.fakes.invocations import CONTEXT, published_events
from tests.services.payments_helpers import refund, settle, take
from tests.services.sample_messages import ID, payment_requested, refund_requested
from tests.simulator.simulator import Simulator
from tests.simulator.stubs import runs
from tests.stage import deployed

TRANSFER = "payments-transfer-machine"
HOUR = 60 * 60
THREE_DAYS = 3 * 24 * HOUR


class Machine:
    """Runs what an order started; whenever it waits, the next thing happens outside."""

    def __init__(self, aws, *happens):
        self.aws, self.happens = aws, list(happens)
        self.simulator = Simulator(
            deployed("local").one(StateMachine, TRANSFER).json("definition"),
            {
                "RequestTransfer": runs(request_transfer.handle, CONTEXT),
                "CloseTransfer": lambda call: aws.dynamodb.update_item(**self._ours(call)),
                "ReadTransfer": lambda call: aws.dynamodb.get_item(**self._ours(call)),
                "RecordTransfer": runs(record_transfer.handle, CONTEXT),
            },
            name=ID,
            when_idle=self._outside,
        )

    def run(self):
        given = json.loads(self.aws.stepfunctions.started[ID])
        self.aws.stepfunctions.send_task_success = self._succeed
        ran = self.simulator.run(given)
        assert (ran.status, ran.end) == ("SUCCEEDED", "TransferRecorded")
        return ran

    def _succeed(self, **call):
        if not self.simulator.tokens.succeed(call["taskToken"], json.loads(call["output"])):
            raise client_error("stepfunctions", "TaskTimedOut", call["taskToken"])

    def _outside(self):
        if not self.happens:
            return False
        self.happens.pop(0)()
        return True

    @staticmethod
    def _ours(call):
        assert call["TableName"] == "payments-payments-table"
        return {**call, "TableName": "payments"}


@pytest.fixture
def asked(aws):
    """An order that is to be paid by transfer."""
    assert take(payment_requested(method="transfer")) == []
    return aws


def undo():
    assert refund(refund_requested()) == []


def test_a_transfer_that_comes_in_pays_the_order_when_it_has_cleared(asked):
    assert Machine(asked, lambda: settle("received")).run().seconds == HOUR
    assert [name for name, _ in published_events(asked)] == ["PaymentCompleted"]
    assert payments.find(ID).status == "COMPLETED"


def test_a_refused_transfer_fails_the_payment_at_once(asked):
    assert Machine(asked, lambda: settle("refused")).run().seconds == 0
    [(name, data)] = published_events(asked)
    assert (name, data["reason"]) == ("PaymentFailed", "the bank refused the transfer")


def test_a_transfer_that_never_comes_fails_the_payment_after_three_days(asked):
    assert Machine(asked).run().seconds == THREE_DAYS
    [(name, data)] = published_events(asked)
    assert (name, data["reason"]) == ("PaymentFailed", "no transfer came in time")
    assert settle("received")[0] == 409


def test_a_transfer_that_is_called_off_before_the_machine_asks_is_not_waited_for(asked):
    undo()
    assert Machine(asked).run().seconds == 0
    assert payments.find(ID).status == "VOID"


def test_a_transfer_that_is_called_off_is_waited_for_no_longer(asked):
    assert Machine(asked, undo).run().seconds == 0
    assert [name for name, _ in published_events(asked)] == ["PaymentRefunded"]
    assert payments.find(ID).status == "VOID"


def test_a_transfer_that_is_called_off_while_it_clears_is_given_back(asked):
    ran = Machine(asked, lambda: settle("received"), undo).run()
    assert ran.seconds == HOUR
    assert [name for name, _ in published_events(asked)] == ["PaymentRefunded"]
    assert payments.find(ID).status == "REFUNDED"
