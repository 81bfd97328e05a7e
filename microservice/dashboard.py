"""DashboardContents: what a service has made, kept together for its dashboard."""

from __future__ import annotations

from typing import Any

import pulumi

from components.compute.function import Function
from components.messaging.queue import Queue
from components.observability.dashboard import Dashboard, DashboardArgs


class DashboardContents:
    """Names of things by kind, as ``DashboardArgs`` calls the kinds."""

    def __init__(self) -> None:
        self._things: dict[str, list[Any]] = {}

    def add(self, **things: Any) -> None:
        """One more thing of each of these kinds."""
        for kind, thing in things.items():
            self._things.setdefault(kind, []).append(thing)

    def worker(self, function: Function, queue: Queue) -> None:
        """A queue, those it gave up on, and the function that it feeds."""
        self.add(functions=function.name, queues=queue.name, dead_letters=queue.dead_letters_name)

    def draw(self, name: str, region: str, opts: pulumi.ResourceOptions) -> Dashboard:
        """The dashboard of all that was added."""
        return Dashboard(name, DashboardArgs(region=region, **self._things), opts=opts)
