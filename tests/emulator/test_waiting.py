"""What waits for functions in the emulator is woken by what it waits for, and by nothing else."""

from __future__ import annotations

import queue
import socket
import socketserver
import time
from collections.abc import Iterator
from threading import Thread, Timer
from types import ModuleType

import pytest

from local.emulator_process.waiting import correct

# Several times as long as the emulator waits before it looks whether it is to end.
SECONDS, POLL_SECONDS = 0.3, 0.05


class Greeting(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.sendall(b"hello")


class Server(socketserver.ThreadingTCPServer):
    """Counts how often it woke up."""

    daemon_threads = True
    woken = 0

    def service_actions(self) -> None:
        self.woken += 1


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module that is changed as that of the emulator; what it shares with others is not, then."""
    base = socketserver.BaseServer
    monkeypatch.setattr(base, "serve_forever", base.serve_forever)
    monkeypatch.setattr(base, "shutdown", base.shutdown)
    module = ModuleType("workers")
    correct(module)
    return module


@pytest.fixture
def server(workers: ModuleType) -> Iterator[Server]:
    made = Server(("127.0.0.1", 0), Greeting)
    thread = Thread(target=made.serve_forever, kwargs={"poll_interval": POLL_SECONDS})
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join(SECONDS)
    assert not thread.is_alive()


def test_a_server_wakes_up_for_a_connection_and_for_nothing_else(server):
    with socket.create_connection(server.server_address) as connection:
        assert connection.recv(5) == b"hello"
    time.sleep(SECONDS)
    assert server.woken == 1


def test_a_server_without_a_connection_ends_when_it_is_to(server):
    before = time.monotonic()
    server.shutdown()
    assert time.monotonic() - before < SECONDS
    Thread(target=server.serve_forever).start()  # The fixture ends it once more.


def test_what_is_put_later_than_a_short_wait_is_there(workers):
    waiting = workers.queue.Queue(maxsize=1)
    Timer(SECONDS, waiting.put, ["request"]).start()
    assert waiting.get(timeout=POLL_SECONDS) == "request"
    with pytest.raises(queue.Empty):
        waiting.get_nowait()
