"""DashboardContents: the resources of a service that its dashboard shows."""

from __future__ import annotations

from typing import Any

import pulumi

from components.compute.function import Function
from components.messaging.queue import Queue
from components.observability.dashboard import Dashboard, DashboardArgs


class DashboardContents:
    """Collects names and ARNs by kind; the kinds are the fields of ``DashboardArgs``."""

    def __init__(self) -> None:
        self._resources: dict[str, list[Any]] = {}

    def add(self, **resources: Any) -> None:
        """Add one resource to each kind named."""
        for kind, resource in resources.items():
            self._resources.setdefault(kind, []).append(resource)

    def add_worker(self, function: Function, queue: Queue) -> None:
        """Add a queue, its dead-letter queue and its consumer."""
        self.add(
            functions=function.name,
            queues=queue.name,
            dead_letter_queues=queue.dead_letter_queue.name,
        )

    def make(self, name: str, region: str, opts: pulumi.ResourceOptions) -> Dashboard:
        """The dashboard of all resources added so far."""
        return Dashboard(name, DashboardArgs(region=region, **self._resources), opts=opts)
