"""Connections: clients of the WebSocket API of a local stage, and the table that has their rows."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from cli.shop.client import Shop
from tests.flows.shopping import until

SECONDS = 60
THREADS = 8
# A handshake is answered 500 where a function starts too slowly on a busy machine; clients retry.
TRIES = 5
# The emulator calls the disconnect function for all of them at once, in a process each.
GONE_AT_ONCE = 10
# The most items of one BatchWriteItem.
ITEMS_PER_CALL = 25

Row = dict[str, Any]


class Connections:
    """The table of open connections of the deployed stage."""

    def __init__(self, shop: Shop) -> None:
        self.dynamodb = shop.client("dynamodb")
        names = self.dynamodb.list_tables()["TableNames"]
        self.table = next(name for name in names if name.startswith("realtime-api-connections"))

    def rows(self) -> list[Row]:
        """Every row, sorted."""
        found = self.dynamodb.scan(TableName=self.table, ConsistentRead=True)["Items"]
        return sorted(found, key=lambda row: str(row["connectionId"]["S"]))

    def once(self, count: int) -> list[Row]:
        """The rows as soon as there are so many."""
        return until(self.rows, lambda found: len(found) == count)

    def put_back(self, rows: Sequence[Row]) -> None:
        """Write rows again."""
        for at in range(0, len(rows), ITEMS_PER_CALL):
            puts = [{"PutRequest": {"Item": row}} for row in rows[at : at + ITEMS_PER_CALL]]
            self.dynamodb.batch_write_item(RequestItems={self.table: puts})


def opened(url: str, token: str) -> ClientConnection:
    """A connection, after some handshakes that failed at the server."""
    for _ in range(TRIES - 1):
        try:
            return connect(f"{url}?token={token}", open_timeout=SECONDS, close_timeout=SECONDS)
        except InvalidStatus as error:
            if error.response.status_code < 500:
                raise
    return connect(f"{url}?token={token}", open_timeout=SECONDS, close_timeout=SECONDS)


@contextmanager
def many(url: str, token: str, count: int) -> Iterator[list[ClientConnection]]:
    """So many open connections, which are closed at the end."""
    with ThreadPoolExecutor(THREADS) as pool, ExitStack() as entered:
        clients = list(pool.map(lambda _: opened(url, token), range(count)))
        yield [entered.enter_context(client) for client in clients]
        # At once: those that are open wait for the answer to their goodbye.
        list(pool.map(lambda client: client.close(), clients))


def leave(gone: Sequence[ClientConnection], table: Connections) -> list[Row]:
    """Cut connections without a goodbye; returns the rows that are left once each was noticed. The
    emulator notices at once; AWS need not, so that the rows of the others are put back.
    """
    before = left = table.rows()
    for at in range(0, len(gone), GONE_AT_ONCE):
        several = gone[at : at + GONE_AT_ONCE]
        for client in several:
            client.socket.shutdown(socket.SHUT_RDWR)
        left = table.once(len(left) - len(several))
    table.put_back([row for row in before if row not in left])
    return left


def received(client: ClientConnection) -> Any:
    """The next message of a connection."""
    return json.loads(client.recv(timeout=SECONDS))
