"""The Lambda runtime API over one kept connection: the next event, and what became of it."""

from __future__ import annotations

import json
import socket
from typing import Any, Final

VERSION: Final = "/2018-06-01/runtime"
# The emulator sends headers and body apart; a late acknowledgement would hold back the second.
QUICK_ACK: Final = getattr(socket, "TCP_QUICKACK", None)


class RuntimeApi:
    """A few lines of HTTP: importing a client for it would cost more than a whole warm call."""

    def __init__(self, address: str) -> None:
        host, _, port = address.partition(":")
        self._host = address
        self._socket = socket.create_connection((host, int(port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._incoming = self._socket.makefile("rb")

    def next_event(self) -> tuple[dict[str, str], Any]:
        """The headers (lower case) and the event of the next invocation; waits for it."""
        status, headers, body = self._call("GET", f"{VERSION}/invocation/next")
        if status != 200:
            raise SystemExit(0)  # this environment has been retired
        return headers, json.loads(body)

    def succeed(self, request_id: str, answer: bytes) -> None:
        self._call("POST", f"{VERSION}/invocation/{request_id}/response", answer)

    def fail(self, request_id: str, error: dict[str, Any]) -> None:
        body = json.dumps(error).encode()
        self._call("POST", f"{VERSION}/invocation/{request_id}/error", body)

    def _call(self, method: str, path: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nContent-Length: {len(body)}\r\n"
        self._socket.sendall(head.encode() + b"\r\n" + body)
        self._acknowledge_at_once()
        status = self._incoming.readline()
        if not status:
            raise SystemExit(0)
        headers: dict[str, str] = {}
        while line := self._incoming.readline().strip():
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        self._acknowledge_at_once()
        length = int(headers.get("content-length", 0))
        return int(status.split()[1]), headers, self._incoming.read(length)

    def _acknowledge_at_once(self) -> None:
        if QUICK_ACK is not None:
            self._socket.setsockopt(socket.IPPROTO_TCP, QUICK_ACK, 1)
