"""Serving: the console's server on a port of this machine, until it is interrupted."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

import uvicorn

from cli.console.feed import Feed
from cli.console.server import Console, app_of
from cli.graph import graph
from cli.observe.trace import period_since
from cli.stage.account import account_of
from local.checkout import LocalError

HOST = "127.0.0.1"
TOKEN_BYTES = 24
# How long requests that are under way may take after Ctrl-C; a page's stream of events has no end.
STOP_SECONDS = 1


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """A socket of this machine; raises ``LocalError`` for a port that another program has."""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((HOST, port))
        except OSError as error:
            raise LocalError(
                f"port {port} of {HOST} is not free ({error.strerror}): give another --port, or 0"
            ) from None
        yield taken


def address_of(taken: socket.socket) -> tuple[str, str]:
    """The page's address with a new token in it, and the token."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return f"http://{HOST}:{taken.getsockname()[1]}/{token}/", token


def serve(
    stage: str, taken: socket.socket, token: str, since: str, ready: Callable[[], None]
) -> None:
    """Answer the page until Ctrl-C; raises ``LocalError`` for a stage that is not up, and calls
    ``ready`` once the stage has answered.
    """
    with account_of(stage) as account:
        feed = Feed(account, period_since(since).since)
        feed.begin(datetime.now(UTC))
        ready()
        console = Console(feed, partial(graph.read, stage))
        app = app_of(console, port=taken.getsockname()[1], token=token)
        # The token is in the paths, which a log would keep.
        config = uvicorn.Config(
            app,
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        uvicorn.Server(config).run(sockets=[taken])
