"""Money taken and given back in any order, at once and again: an order pays once, or nothing."""

from __future__ import annotations

import uuid
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime.clients.event_bus import PublishFailed
from services.payments.app import (
    record_transfer,
    refund_payment,
    request_transfer,
    take_payment,
)
from services.payments.app.domain import TransferSettled
from services.payments.app.simulated_processor import SimulatedProcessor
from services.payments.app.store import payments
from tests.fakes.invocations import published_events, tasked
from tests.services.crossing import Crossing
from tests.services.payments_helpers import settle
from tests.services.sample_messages import (
    number,
    payment_requested,
    refund_requested,
    reserved,
    unserved,
)

PRICE = 1500

orders = st.lists(
    st.tuples(
        st.sampled_from(["card", "card", "card-declined", "transfer"]),
        st.sampled_from(["choreography", "saga"]),
        st.sampled_from(["kept", "undone"]),
        st.sampled_from(["received", "refused", "late"]),
    ),
    min_size=1,
    max_size=4,
)


class Bank:
    """Who has whose money; it may go away before, while or after it moves some."""

    def __init__(self):
        self.crossing = None
        self.taken, self.back = Counter(), Counter()

    def charge(self, key, cents, method):
        self._trouble()
        answer = SimulatedProcessor().charge(key, cents, method)
        if answer.charge_id and key not in self.taken:
            self.taken[key] += cents
        self._trouble()
        return answer

    def refund(self, key, charge_id):
        self._trouble()
        card = SimulatedProcessor().charge(key, PRICE, "card").charge_id
        assert charge_id == (card if key in self.taken else f"transfer-{key}")
        self.back[key] = PRICE
        self._trouble()

    def _trouble(self):
        self.crossing.cross()
        self.crossing.falter()


class Transfers:
    """The state machines of the transfers, as far as it matters here, and an agent who settles."""

    def __init__(self, crossing, outcomes):
        self.crossing, self.outcomes = crossing, outcomes
        self.machines = crossing.aws.stepfunctions
        self._start, self.machines.start_execution = self.machines.start_execution, self.start

    def start(self, **call):
        is_new = call["name"] not in self.machines.started
        answer = self._start(**call)
        if is_new:
            self.crossing.do(lambda: self._request(call["name"]))
        return answer

    def _request(self, order_id):
        token = str(uuid.uuid4())
        self.machines.waiting.add(token)
        try:
            tasked(request_transfer.handle, orderId=order_id, token=token)
        except TransferSettled:
            return self._close(order_id)
        self.crossing.do(lambda: self._wait(order_id, token))
        if self.outcomes[order_id] != "late":
            self.crossing.do(lambda: self._settle(order_id))
        return True

    def _settle(self, order_id):
        status, _ = settle(self.outcomes[order_id], order_id)
        assert status in (200, 404, 409, 500)
        return status != 500

    def _wait(self, order_id, token):
        is_over = self.crossing.chance.random() < 0.3
        return self._close(order_id) if token in self.machines.settled or is_over else False

    def _close(self, order_id):
        payments.table.update(
            {"orderId": order_id},
            "SET #outcome = if_not_exists(#outcome, :expired)",
            {"expired": "expired"},
        )
        self.crossing.do(lambda: self._record(order_id))
        return True

    def _record(self, order_id):
        try:
            tasked(record_transfer.handle, orderId=order_id)
        except PublishFailed:
            return False
        return True


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wanted=orders, seed=st.integers(0, 2**32))
def test_whatever_crosses_the_money_is_taken_once_or_it_is_back(aws, monkeypatch, wanted, seed):
    crossing, bank = Crossing(aws, seed), Bank()
    bank.crossing = crossing
    for module in (take_payment, refund_payment):
        monkeypatch.setattr(module, "processor", bank)
    Transfers(crossing, {number(n): outcome for n, (_, _, _, outcome) in enumerate(wanted)})
    for place, (method, mode, fate, _) in enumerate(wanted):
        order_id, by_saga = number(place), mode == "saga"
        asked, undone = (payment_requested, refund_requested) if by_saga else (reserved, unserved)
        crossing.send(take_payment, asked(order_id, PRICE, method))
        if fate == "undone":
            crossing.send(refund_payment, undone(order_id))
    crossing.run()

    published = {(name, data["orderId"]): data for name, data in published_events(aws)}
    for place, (method, mode, fate, outcome) in enumerate(wanted):
        order_id = number(place)
        status = payments.find(order_id).status
        money = bank.taken[order_id] - bank.back[order_id]
        if fate == "undone":
            assert status in ("VOID", "REFUNDED", "FAILED")
            assert published["PaymentRefunded", order_id]["mode"] == mode
            assert method == "transfer" or money == 0
            assert method != "transfer" or (status == "REFUNDED") == (bank.back[order_id] == PRICE)
            continue
        assert status in {"card-declined": ["FAILED"], "card": ["COMPLETED"]}.get(
            method, ["COMPLETED", "FAILED"] if outcome == "received" else ["FAILED"]
        )
        assert money == (PRICE if method == "card" else 0)
        answer = "PaymentCompleted" if status == "COMPLETED" else "PaymentFailed"
        assert published[answer, order_id]["mode"] == mode
        assert ("PaymentRefunded", order_id) not in published
