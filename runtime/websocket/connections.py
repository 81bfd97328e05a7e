"""Connections: the table of open WebSocket connections, and the only code that accesses it.

A row lives as long as a connection can, two hours: DynamoDB deletes those whose disconnect was not
noticed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from runtime.dynamodb.table import Item, Table
from runtime.environment import environment

connections = Table(environment("CONNECTIONS_TABLE"))

BY_USER = "byUser"

# API Gateway closes a connection after it:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
LONGEST_SECONDS = 2 * 60 * 60

# A user has few devices; a page of connections is also a batch of a broadcast.
PAGE = 100


def put(connection_id: str, user_id: str | None) -> None:
    """Store an open connection, and whose it is if that is known."""
    now = time.time()
    connections.put(
        {
            "connectionId": connection_id,
            "userId": user_id,
            "connectedAt": datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds"),
            "expiresAt": int(now) + LONGEST_SECONDS,
        }
    )


def delete(connection_id: str) -> None:
    """Delete a connection; nothing happens if it is not stored."""
    connections.delete({"connectionId": connection_id})


def of_user(user_id: str) -> Iterator[str]:
    """The ids of a user's open connections."""
    start: Item | None = None
    while True:
        page = connections.query(
            "#userId = :userId", {"userId": user_id}, index=BY_USER, limit=PAGE, start=start
        )
        yield from (item["connectionId"] for item in page.items)
        if (start := page.last_key) is None:
            return


def batches() -> Iterator[list[str]]:
    """The ids of all open connections, at most ``PAGE`` at a time; each page is a read of its own.

    A scan reads the whole table: it costs half a read unit for each 4 KB.
    """
    start: Item | None = None
    while True:
        page = connections.scan(limit=PAGE, start=start)
        if page.items:
            yield [item["connectionId"] for item in page.items]
        if (start := page.last_key) is None:
            return
