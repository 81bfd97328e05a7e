"""Board: shows what several deployments are doing; a table on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.table import Table

from cli.run.deployment import CANCELLED, DONE, FAILED, RUNNING, WAITING, Deployment
from local import stacks
from local.progress import say

COLOURS = {WAITING: "dim", RUNNING: "cyan", DONE: "green", FAILED: "red", CANCELLED: "yellow"}
REDRAWS_PER_SECOND = 8
PLAIN_SECONDS = 10


class Board:
    """Follows deployments from their start to their end."""

    def __init__(self, deployments: Sequence[Deployment], console: Console | None = None) -> None:
        self._deployments = deployments
        self._console = console or Console(stderr=True)
        self._printed: dict[str, str] = {}
        self._last = time.monotonic()

    @contextmanager
    def shown(self) -> Iterator[Board]:
        """Keep the table on the screen; where there is none, ``update`` writes lines."""
        if not self._console.is_terminal:
            yield self
            self.update()
            return
        with Live(
            get_renderable=self.table,
            console=self._console,
            refresh_per_second=REDRAWS_PER_SECOND,
        ):
            yield self

    def update(self) -> None:
        """Print what has changed, in lines; on a terminal the table redraws itself."""
        if self._console.is_terminal:
            return
        for deployment in self._deployments:
            if self._printed.get(deployment.stack, WAITING) != deployment.state:
                self._printed[deployment.stack] = deployment.state
                if deployment.state != RUNNING:
                    say(line_of(deployment))
        if time.monotonic() - self._last > PLAIN_SECONDS:
            self._last = time.monotonic()
            for deployment in self._deployments:
                if deployment.state == RUNNING:
                    say(line_of(deployment))

    def table(self) -> Table:
        """The present state, one row a stack."""
        table = Table(box=None, pad_edge=False)
        for title in ("stack", "state"):
            table.add_column(title)
        for title in ("steps", "seconds"):
            table.add_column(title, justify="right")
        table.add_column("now", no_wrap=True, overflow="ellipsis")
        for each in self._deployments:
            table.add_row(
                stacks.shown(each.stack),
                f"[{COLOURS[each.state]}]{each.state}[/]",
                steps_of(each),
                "" if each.started is None else f"{each.seconds:.1f}",
                _now(each),
            )
        return table


def line_of(deployment: Deployment) -> str:
    """One stack in one line."""
    return (
        f"{stacks.shown(deployment.stack):<22} {deployment.state:<9} {steps_of(deployment):>9} "
        f"{deployment.seconds:6.1f} s  {_now(deployment)}"
    ).rstrip()


def steps_of(deployment: Deployment) -> str:
    """Steps done, of those that the engine has reported so far."""
    if not deployment.seen:
        return ""
    return f"{len(deployment.finished)}/{len(deployment.seen)}"


def changes_of(deployment: Deployment) -> str:
    """What a deployment did: ``3 created, 40 unchanged``."""
    words = {"same": "unchanged", "create": "created", "update": "updated", "delete": "deleted"}
    words |= {"replace": "replaced", "read": "read"}
    counted = [
        f"{count} {word}" for kind, word in words.items() if (count := deployment.changes.get(kind))
    ]
    return ", ".join(counted) or "nothing to do"


def _now(deployment: Deployment) -> str:
    if deployment.state == RUNNING:
        return (list(deployment.working.values()) or [""])[-1]
    return changes_of(deployment) if deployment.state == DONE else ""
