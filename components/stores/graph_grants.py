"""Grants of a graph database, of ours and an existing one alike."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi

from components.access import Access
from components.grants import named
from components.network.placement import Placement

PORT = 8182

# What a query does with data: https://docs.aws.amazon.com/neptune/latest/userguide/iam-dp-actions.html
READ = ("neptune-db:ReadDataViaQuery", "neptune-db:GetQueryStatus", "neptune-db:CancelQuery")
WRITE = ("neptune-db:WriteDataViaQuery", "neptune-db:DeleteDataViaQuery")


class GraphGrants:
    """Who may query a graph database, and from where in the network."""

    endpoint: pulumi.Input[str]
    data_arn: pulumi.Input[str]
    clients: Placement

    def read(self, variable: str | None = None) -> Access:
        """Let a function read; the variable carries the URL, to which it sends signed requests."""
        return self._access(READ, variable)

    def read_write(self, variable: str | None = None) -> Access:
        """Let a function read, write and delete."""
        return self._access((*READ, *WRITE), variable)

    def _access(self, actions: tuple[str, ...], variable: str | None) -> Access:
        url = pulumi.Output.format("https://{0}:{1}", self.endpoint, PORT)
        return Access(actions=actions, resources=(self.data_arn,), environment=named(variable, url))


@dataclass(frozen=True, kw_only=True)
class GraphRef(GraphGrants):
    """A Neptune cluster that exists, which asks its clients for IAM."""

    endpoint: pulumi.Input[str]
    """The host name of the cluster's writer."""

    data_arn: pulumi.Input[str]
    """The ARN of its data, ``<resource id of the cluster>/*`` of ``neptune-db``."""

    clients: Placement
    """Where functions reach it from: subnets, and a security group that it lets in."""
