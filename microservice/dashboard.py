"""DashboardContents: the resources of a service that its dashboard shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from components.api.web_socket_api import WebSocketApi
from components.compute.function import Function
from components.messaging.queue import Queue
from components.observability.dashboard import Dashboard, DashboardArgs


class DashboardContents:
    """Collects names and ARNs by kind; the kinds are the fields of ``DashboardArgs``."""

    def __init__(self, resources: Mapping[str, list[Any]] | None = None) -> None:
        self._resources: dict[str, list[Any]] = {**(resources or {})}

    @property
    def resources(self) -> Mapping[str, list[Any]]:
        """What it has collected, by kind."""
        return self._resources

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

    def add_web_socket_api(self, api: WebSocketApi) -> None:
        """Add a WebSocket API, its table of connections, its functions and its worker."""
        self.add(
            web_sockets=(("ApiId", api.id), ("Stage", api.stage_name)),
            tables=api.connections.name,
        )
        for function in api.functions.values():
            self.add(functions=function.name)
        if api.authorizer_function is not None:
            self.add(functions=api.authorizer_function.name)
        if api.broadcasts is not None:
            self.add_worker(api.broadcasts.function, api.broadcasts.queue)

    def add_all(self, others: DashboardContents) -> None:
        """Add what another dashboard shows."""
        for kind, resources in others._resources.items():
            self._resources.setdefault(kind, []).extend(resources)

    def make(self, name: str, region: str, opts: pulumi.ResourceOptions) -> Dashboard:
        """The dashboard of all resources added so far."""
        return Dashboard(name, DashboardArgs(region=region, **self._resources), opts=opts)
