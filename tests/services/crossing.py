"""Messages that cross: they come in any order, some twice, and into the middle of others' work."""

from __future__ import annotations

import random
from typing import Any

from tests.fakes.clients import Aws
from tests.fakes.fixtures import clear_caches, no_log
from tests.fakes.invocations import bus_body, delivered

# How many are at work at a time; how often a message comes back before all goes well with it.
DEEPEST, TROUBLED_TRIES, MOST_TRIES = 3, 2, 60
CROSSES, DIES, REFUSES = 0.5, 0.08, 0.1


class Died(Exception):
    """An execution environment was lost here, at an unknown point of its work."""


class Crossing:
    """A world of its own for each example; whatever is sent is worked on until it is done.

    Between any two calls of a table, or where a test says ``cross``, other work may be done whole;
    before and after each, or where a test says ``falter``, the work at hand may die.
    """

    def __init__(self, aws: Aws, seed: int) -> None:
        vars(aws).update(vars(Aws()))
        clear_caches()
        self.aws, self.chance = aws, random.Random(seed)
        self._waiting: list[tuple[Any, int]] = []
        self._troubled: list[bool] = []
        aws.dynamodb = Crossed(aws.dynamodb, self)

    def send(self, handler, event, most=2):
        """Put a message into the queue of a handler, once or more often."""
        body = bus_body(event)
        for _ in range(self.chance.randint(1, most)):
            self.do(lambda: not delivered(handler.handle, body))

    def do(self, work):
        """Have something done, again and again until it says that it is; any time, by anybody."""
        self._waiting.append((work, 0))

    def run(self):
        with no_log():
            while self._waiting:
                self._work()

    def cross(self):
        """Other work may come in between."""
        at_work = len(self._troubled)
        if self._waiting and 0 < at_work < DEEPEST and self.chance.random() < CROSSES:
            self._work()

    def falter(self):
        """The work at hand may end here."""
        if self._troubled and self._troubled[-1] and self.chance.random() < DIES:
            raise Died

    def _work(self):
        work, tries = self._waiting.pop(self.chance.randrange(len(self._waiting)))
        assert tries < MOST_TRIES, f"{work} never ends"
        self._troubled.append(tries < TROUBLED_TRIES)
        self.aws.events.failures = 3 if self._troubled[-1] and self.chance.random() < REFUSES else 0
        try:
            is_done = work()
        except Died:
            is_done = False
        finally:
            self._troubled.pop()
            self.aws.events.failures = 0
        if not is_done:
            self._waiting.append((work, tries + 1))


class Crossed:
    """A DynamoDB in whose calls others come in between, and which may be the last thing seen."""

    def __init__(self, inner: Any, crossing: Crossing) -> None:
        self._inner, self._crossing = inner, crossing

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name in ("rows", "stream") or not callable(found):
            return found

        def call(**given: Any) -> Any:
            self._crossing.cross()
            # A claim whose holder died is void only when the holder's time is over.
            if given.get("TableName") == "idempotency":
                return found(**given)
            self._crossing.falter()
            result = found(**given)
            self._crossing.falter()
            return result

        return call
