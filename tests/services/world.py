"""A whole stage in memory: real handlers, rules and state machines, over an unreliable network."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from functools import partial
from typing import Any

from contracts.orders import OrderPlaced
from runtime.dynamodb.attributes import deserialize_item
from services.notifications.app import file_notice
from services.orders.app.store import orders
from services.payments.app import settle_transfer
from tests.fakes.clients import Aws
from tests.fakes.invocations import CONTEXT, called, delivered, http_event, streamed
from tests.services.executions import Executions
from tests.services.sample_messages import row
from tests.services.wiring import wiring
from tests.simulator import clock as clocks

MOST_TRIES = 60
# From this try on nothing goes wrong any more, so that everything comes to an end.
CALM_AFTER = 3
MOST_LAPSES = 4

Delivery = Callable[[], bool]


class World:
    """Whatever waits is delivered in any order, some of it twice, and time may overtake it.

    A delivery is a call that says whether it succeeded; one that did not comes again.
    """

    def __init__(self, aws: Aws, chance: random.Random) -> None:
        self.aws, self.chance = aws, chance
        self.executions = Executions(aws, wiring())
        aws.stepfunctions = self.executions
        self._streams = wiring().streams()
        self._waiting: list[tuple[Delivery, int]] = []
        self._routed, self._followed = 0, dict.fromkeys(self._streams, 0)
        self.lapses = 0
        self._transfers: set[str] = set()
        self.watch: Callable[[], None] = lambda: None

    def place(self, event: OrderPlaced) -> None:
        """An order as ``POST /orders`` leaves it: a row, and nothing else."""
        orders.insert(row(event))

    def run(self) -> None:
        """Until nothing is on its way and no state machine runs."""
        clocks.run(self._to_quiet(), self.executions.clock, self._deliver_one)

    async def _to_quiet(self) -> None:
        while self._is_busy():
            running = list(self.executions.running.values())
            if running:
                await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            else:
                await asyncio.sleep(1)

    def _is_busy(self) -> bool:
        self._pass_on()
        return bool(self._waiting or self.executions.running)

    def _deliver_one(self) -> bool:
        """Asked whenever all state machines wait; time goes on if nothing is delivered."""
        self._pass_on()
        if not self._waiting:
            self._settle_transfers()
        if not self._waiting or self._is_slow():
            return False
        place = self.chance.randrange(len(self._waiting))
        deliver, tries = self._waiting.pop(place)
        assert tries < MOST_TRIES, "a message keeps coming back"
        self._disturb(is_calm=tries >= CALM_AFTER)
        if not deliver():
            self._waiting.append((deliver, tries + 1))
        self.watch()
        return True

    def _is_slow(self) -> bool:
        """A message may be delayed until the task that waits for it times out, a few times."""
        if self.lapses < MOST_LAPSES and self.chance.random() < 0.02:
            self.lapses += 1
            return True
        return False

    def _disturb(self, is_calm: bool) -> None:
        self.aws.events.failures = 0 if is_calm else self.chance.choice([0, 0, 0, 3])
        self.aws.dynamodb.collisions = 0 if is_calm else self.chance.choice([0, 0, 1, 6])

    def _pass_on(self) -> None:
        for table, handler in self._streams.items():
            records = self.aws.dynamodb.stream(table)[self._followed[table] :]
            self._followed[table] += len(records)
            for record in records:
                self._send(partial(self._streamed, handler, record))
        published = self.aws.events.published()
        for event in published[self._routed :]:
            self._route(event)
        self._routed = len(published)
        for message in self.aws.sns.messages:
            body = {"Type": "Notification", "Message": message["Message"]}
            self._send(lambda body=body: not delivered(file_notice.handle, body))
        self.aws.sns.messages.clear()

    def _route(self, event: dict[str, Any]) -> None:
        for rule in wiring().rules:
            if rule.takes(event):
                self._send(partial(self._deliver, rule, json.loads(json.dumps(event))))

    def _deliver(self, rule: Any, event: dict[str, Any]) -> bool:
        if rule.target in wiring().machines:
            name = f"run-{self.chance.getrandbits(60):x}"
            self.executions.start(rule.target, name, rule.input_of(event))
            return True
        return not delivered(wiring().reader(rule.target), event)

    def _streamed(self, handler: Any, record: Any) -> bool:
        kept = len(self.aws.sqs.sent)
        try:
            answer = streamed(handler, [record])
        except Exception:
            return False
        for message in self.aws.sqs.sent[kept:]:
            self._send(partial(self._redriven, handler, json.loads(message["MessageBody"])))
        return not (answer or {}).get("batchItemFailures")

    @staticmethod
    def _redriven(handler: Any, event: dict[str, Any]) -> bool:
        """A record in a dead-letter queue, processed again as ``platform redrive`` has it done."""
        try:
            handler({**event, "redrive": True}, CONTEXT)
        except Exception:
            return False
        return True

    def _settle_transfers(self) -> None:
        """An agent settles each transfer that is awaited, but some never."""
        for payment in map(deserialize_item, self.aws.dynamodb.rows("payments")):
            order_id = payment["orderId"]
            if payment["status"] == "PENDING" and order_id not in self._transfers:
                self._transfers.add(order_id)
                outcome = self.chance.choice(["received", "received", "refused", None])
                if outcome:
                    self._send(partial(self._settle, order_id, outcome))

    def _settle(self, order_id: str, outcome: str) -> bool:
        event = http_event(
            user="agent",
            groups=["agents"],
            path={"orderId": order_id},
            body={"outcome": outcome},
        )
        status, _ = called(settle_transfer.handle, event)
        assert status in (200, 409, 404, 500), status
        return status < 500

    def _send(self, deliver: Delivery) -> None:
        self._waiting += [(deliver, 0)] * self.chance.choice([1, 1, 2])
