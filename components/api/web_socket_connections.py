"""WebSocket connections: the table of those that are open, and the address to send to them by."""

from __future__ import annotations

import re

import pulumi

from components.data.table import Index, Table, TableArgs
from components.defaults import Defaults

BY_USER = "byUser"


def connections_table(name: str, defaults: Defaults, opts: pulumi.ResourceOptions) -> Table:
    """A row for each connection, by its id and by its user, which expires."""
    return Table(
        f"{name}-connections",
        TableArgs(
            key="connectionId",
            indexes=(Index(name=BY_USER, key="userId", include=()),),
            ttl="expiresAt",
            defaults=defaults,
        ),
        opts=opts,
    )


def over_http(url: str) -> str:
    """The address of a WebSocket URL for requests: ``https`` of ``wss``, ``http`` of ``ws``."""
    return re.sub("^ws", "http", url)
