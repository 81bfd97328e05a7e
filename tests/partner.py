"""A service of others on this machine: answers POST requests, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from runtime.clients import external


@dataclass(frozen=True)
class Asked:
    """A request: its path, its headers in lower case, and its body as it came."""

    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.content)


class Partner(ThreadingHTTPServer):
    """Gives ``answers``, one after the other, and then always the last; a status of 0 is no answer.

    With ``secret`` it answers 401 to what is not signed by it.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answers: list[tuple[int, Any]] = [(200, {})]
        self.asked: list[Asked] = []
        self.secret: str | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def accepts(self, asked: Asked) -> bool:
        if self.secret is None:
            return True
        at, key = int(asked.headers["x-timestamp"]), asked.headers["idempotency-key"]
        expected = external.signature(self.secret, key, asked.path, asked.content, at)
        return asked.headers["x-signature"] == expected["X-Signature"]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that no longer waits is no error."""


class Answering(BaseHTTPRequestHandler):
    server: Partner

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.path, headers, content)
        self.server.asked.append(asked)
        answers = self.server.answers
        status, body = answers.pop(0) if len(answers) > 1 else answers[0]
        if not self.server.accepts(asked):
            status, body = 401, {}
        if status:
            text = body if isinstance(body, str) else json.dumps(body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

    def log_message(self, *arguments: Any) -> None:
        """Nothing."""


@contextmanager
def partner() -> Iterator[Partner]:
    """One that serves until the end of the block."""
    server = Partner()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        external._pool().clear()
        server.shutdown()
        server.server_close()
        thread.join()
