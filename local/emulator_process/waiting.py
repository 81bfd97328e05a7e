"""Emulator waiting: what waits is woken by what it waits for, and by nothing else.

Each process of a function has two threads in the emulator: one waits for the next request to the
function, one for connections of the process. Both look ten times in a second whether they are to
end. A stage with a hundred processes would wake two thousand times in a second to do nothing, and
what has something to do would wait for them.
"""

from __future__ import annotations

import queue
import socket
import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

# How long a thread outlives what ended while it waited for a request.
WAIT_SECONDS = 5.0
# How often a server is tried to be woken that does not end at once.
WAKE_SECONDS = 0.05


class PatientQueue(queue.Queue[Any]):
    """A queue on which no thread waits for less than ``WAIT_SECONDS``."""

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        return super().get(block, timeout and max(timeout, WAIT_SECONDS))


def correct(workers: Any) -> None:
    """Change the emulator's processes of functions, a module, and every server of this process."""
    workers.queue = SimpleNamespace(**{**vars(queue), "Queue": PatientQueue})
    server = socketserver.BaseServer
    server.serve_forever = until_woken(server.serve_forever)  # type: ignore[method-assign]
    server.shutdown = waking(server.shutdown)  # type: ignore[method-assign,assignment]


def until_woken(serve_forever: Callable[..., None]) -> Callable[..., None]:
    """A server's way to serve, which looks whether it is to end only if there is a connection."""

    def served(server: Any, poll_interval: float | None = None) -> None:
        serve_forever(server, None)

    return served


def waking(shutdown: Callable[[Any], None]) -> Callable[[Any], None]:
    """A server's way to end, which connects to it so that it looks."""

    def ended(server: Any) -> None:
        asked = threading.Thread(target=shutdown, args=[server])
        asked.start()
        while asked.is_alive():
            with suppress(OSError):
                socket.create_connection(server.server_address[:2], WAKE_SECONDS).close()
            asked.join(WAKE_SECONDS)

    return ended
