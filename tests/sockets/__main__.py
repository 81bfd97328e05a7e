"""``python -m tests.sockets``: 200 open connections to a local stage that is up, of which 100 go
away without a goodbye; a notice reaches the others, and no row of those that are gone is left.
"""

from __future__ import annotations

import json
import sys
import time

import click

from cli.shop.client import Shop
from cli.shop.sign_in import AGENTS
from cli.terminal import usage
from cli.terminal.arguments import Command, Text, Whole
from settings import Settings
from tests.sockets.connections import Connections, leave, many, received

# More than a page of connections, so that broadcasts go by the queue.
SOCKETS = 200
NOTICE = {"type": "notice", "text": "Closed on Monday"}


@click.command(cls=Command, help=__doc__)
@click.option("--sockets", type=Whole(2, 2_000), default=SOCKETS)
@click.option("--endpoint", type=Text(200), help="another emulator's than the stage's")
def main(sockets: int, endpoint: str | None) -> int:
    """Print what was sent and what is left; 1 if that is not right. The stage is ``local``."""
    settings = Settings.of_stage("local")
    shop = Shop("local", settings.region, endpoint or settings.endpoint)
    table, token = Connections(shop), shop.sign_in("agent", AGENTS)
    table.once(0)
    started = time.monotonic()
    with many(shop.parameter("realtime"), token, sockets) as clients:
        table.once(len(clients))
        print(f"{len(clients)} connections in {time.monotonic() - started:.0f} s", flush=True)
        gone, there = clients[: len(clients) // 2], clients[len(clients) // 2 :]
        left = leave(gone, table)
        print(f"{len(gone)} are gone, {len(table.rows())} rows are stored", flush=True)

        started = time.monotonic()
        there[0].send(json.dumps({"action": "notice", "text": NOTICE["text"]}))
        reached = sum(received(client) == NOTICE for client in there)
        print(f"{reached} of {len(there)} have the notice in {time.monotonic() - started:.1f} s")
        rows = table.once(len(there))
        print(f"{len(rows)} rows are left, {sum(row not in left for row in rows)} of them stale")
    return 0 if reached == len(there) and rows == left else 1


if __name__ == "__main__":
    sys.exit(usage.run(main, "tests.sockets"))
