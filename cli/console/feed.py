"""Feed: follows the log of a stage and hands what is new to every page that is open."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool

from cli.console import flows
from cli.console.order_book import EVENTS, OrderBook
from cli.observe.log_groups import groups_of
from cli.observe.log_search import Period, search
from cli.observe.log_tail import LATE, Tail
from cli.stage.account import Account
from local.checkout import LocalError

# An emulator has a line as soon as it is written, and its functions write few at a time. On AWS
# each look is a call for each log group, of which an account may make some per second.
EVERY_SECONDS, LATE_HERE = 1.0, timedelta(seconds=5)
EVERY_SECONDS_ON_AWS = 10.0
# A stack that is deployed later brings its own log groups.
LOOKS_AT_THE_SAME_GROUPS = 30
# Older than this a page that does not read is too far behind.
MOST_WAITING = 100


@dataclass
class Feed:
    """What is known of a stage since the console began, and the pages that wait for more."""

    account: Account
    since: datetime
    book: OrderBook = field(default_factory=OrderBook)
    # What went wrong in the last look, for people; empty if nothing did.
    problem: str = ""
    _pages: set[asyncio.Queue[str]] = field(default_factory=set)
    _begun: datetime | None = None
    _tail: Tail | None = None
    _looks: int = 0

    @property
    def every(self) -> float:
        """Seconds between two looks at the log."""
        return EVERY_SECONDS if self.account.endpoint else EVERY_SECONDS_ON_AWS

    def begin(self, now: datetime) -> None:
        """Read the orders of the time before; more of them than one query returns are left out."""
        groups, self._begun = groups_of(self.account, "orders"), now
        try:
            for line in search(self.account, groups, Period(since=self.since, until=now), EVENTS):
                self.book.take(line)
        except LocalError as failure:
            self.problem = f"orders placed before {now:%H:%M} UTC are not listed: {failure}"

    def look(self) -> dict[str, Any]:
        """Read what is new; returns what the pages are sent."""
        if self._tail is None:
            late = LATE_HERE if self.account.endpoint else LATE
            self._tail = Tail(self.account, (), late, until=self._begun)
        if self._looks % LOOKS_AT_THE_SAME_GROUPS == 0:
            self._tail.groups = groups_of(self.account)
        self._looks += 1
        lines = self._tail.new()
        for line in lines:
            self.book.take(line)
        return {"flows": flows.counted(lines), "lines": len(lines), **self.state()}

    def state(self) -> dict[str, Any]:
        """What a page that is opened must know."""
        return {"orders": self.book.counts(), "problem": self.problem}

    async def follow(self) -> None:
        """Look again and again, until cancelled; a failed look is said and the next one made."""
        while True:
            try:
                found = await run_in_threadpool(self.look)
                self.problem = ""
            except Exception as failure:  # whatever fails, the console stays open and says so
                self.problem = f"the log cannot be read: {failure}"
                found = {"flows": [], "lines": 0, **self.state()}
            self.send(found)
            await asyncio.sleep(self.every)

    def send(self, found: dict[str, Any]) -> None:
        """Hand it to every page; one that has not read for long misses it."""
        for page in self._pages:
            with suppress(asyncio.QueueFull):
                page.put_nowait(json.dumps(found))

    @asynccontextmanager
    async def page(self) -> AsyncIterator[asyncio.Queue[str]]:
        """A page is open; what is new comes into its queue."""
        queue: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        queue.put_nowait(json.dumps({"flows": [], "lines": 0, **self.state()}))
        self._pages.add(queue)
        try:
            yield queue
        finally:
            self._pages.discard(queue)

    async def events(self) -> AsyncIterator[str]:
        """Server-sent events for one page, without an end."""
        async with self.page() as queue:
            while True:
                yield f"data: {await queue.get()}\n\n"
