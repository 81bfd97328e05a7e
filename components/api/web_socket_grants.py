"""WebSocket grants: who may send to the connections of an API, and to all of them."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.data.table import Table
from components.grants import named
from components.messaging.queue_worker import QueueWorker

# Where ``runtime`` finds the table, the address to send to, and the queue of broadcasts.
CONNECTIONS_TABLE, CONNECTIONS_URL = "CONNECTIONS_TABLE", "CONNECTIONS_URL"
BROADCAST_QUEUE = "BROADCAST_QUEUE"
# More than one page of them, which runtime/websocket/connections.py says.
MANY = "more than a page of connections is open"


class WebSocketGrants:
    """What a WebSocket API hands out; each grant is for connections of its own stage only."""

    api: aws.apigatewayv2.Api
    stage_name: str
    connections_url: pulumi.Output[str]
    connections: Table
    broadcasts: QueueWorker | None

    def manage_connections(
        self, variable: str | None = None, methods: tuple[str, ...] = ("POST",)
    ) -> Access:
        """Let a function send to the connections of this API's stage (``POST``), look one up
        (``GET``) or close it (``DELETE``); the variable carries the URL to do it by.
        """
        stage = pulumi.Output.concat(self.api.execution_arn, f"/{self.stage_name}")
        return Access(
            actions=("execute-api:ManageConnections",),
            resources=tuple(
                pulumi.Output.concat(stage, f"/{method}/@connections/*") for method in methods
            ),
            environment=named(variable, self.connections_url),
        )

    def send(self) -> tuple[Access, ...]:
        """Let a function send to connections and to those of a user, and delete the rows of those
        that are gone; the variables are ``CONNECTIONS_TABLE`` and ``CONNECTIONS_URL``.
        """
        table = self.connections
        return (
            self.manage_connections(CONNECTIONS_URL),
            table.read(CONNECTIONS_TABLE),
            self._forget(),
        )

    def broadcast(self) -> tuple[Access, ...]:
        """Let a function send to every connection: itself, or by the queue of broadcasts, whose URL
        is ``BROADCAST_QUEUE``. To send to those of a user it needs ``send``, too.
        """
        scan = self.connections.scan(CONNECTIONS_TABLE)
        everybody = (self.manage_connections(CONNECTIONS_URL), scan, self._forget())
        if self.broadcasts is None:
            return everybody
        return (*everybody, self.broadcasts.queue.send(BROADCAST_QUEUE).when(MANY))

    def send_batches(self) -> tuple[Access, ...]:
        """Let the worker of large broadcasts send to the connections that a batch names."""
        return (self.manage_connections(CONNECTIONS_URL).when(MANY), self._forget())

    def _forget(self) -> Access:
        return self.connections.delete(CONNECTIONS_TABLE).when("a connection is gone")
