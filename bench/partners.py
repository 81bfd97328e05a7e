"""Partners: the payment processor and the carrier of a campaign, on this machine, with their books.

They check every signature, answer a repeated idempotency key as they answered the first, and lose
some of their answers after they did what they were asked for.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET_NAME, SECRET = "/campaign/secret", "what only both sides know"
LOST_ANSWERS = 0.1
# How often the server looks whether it is to end.
END_SECONDS = 0.05

Answer = tuple[int, dict[str, Any]]


@dataclass
class Books:
    """What was asked of the partners, by order: cents, and numbers of bookings."""

    charged: Counter[str] = field(default_factory=Counter)
    charges: Counter[str] = field(default_factory=Counter)
    refunded: Counter[str] = field(default_factory=Counter)
    booked: Counter[str] = field(default_factory=Counter)
    cancelled: set[str] = field(default_factory=set)
    unsigned: int = 0
    repeated: int = 0
    lost: int = 0

    def charge(self, body: dict[str, Any]) -> Answer:
        reference = body["reference"]
        if body["method"] == "card-declined":
            return 402, {"reason": "the card was declined"}
        self.charges[reference] += 1
        self.charged[reference] += body["amountCents"]
        return 201, {"chargeId": f"charge-{reference}"}

    def refund(self, body: dict[str, Any]) -> Answer:
        reference = body["reference"]
        if body["chargeId"] != f"charge-{reference}":
            return 404, {}
        self.refunded[reference] += self.charged[reference]
        return 200, {}

    def book(self, body: dict[str, Any]) -> Answer:
        reference = body["reference"]
        if body["country"] == "AQ" or reference in self.cancelled:
            return 422, {"reason": "the carrier does not go there"}
        self.booked[reference] += 1
        return 201, {"bookingId": f"booking-{reference}"}

    def cancel(self, body: dict[str, Any]) -> Answer:
        self.cancelled.add(body["reference"])
        return 200, {}


class Partners(ThreadingHTTPServer):
    """Both at one address."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.books = Books()
        self.routes: dict[str, Callable[[dict[str, Any]], Answer]] = {
            "/bank/charges": self.books.charge,
            "/bank/refunds": self.books.refund,
            "/carrier/bookings": self.books.book,
            "/carrier/cancellations": self.books.cancel,
        }
        self._answers: dict[str, Answer] = {}
        self._lock = threading.Lock()

    def settings(self, name: str) -> str:
        """The setting of a stage that calls ``bank`` or ``carrier``."""
        url = f"http://127.0.0.1:{self.server_address[1]}/{name}"
        return f"{{adapter: http, endpoint: {url}, secret: {SECRET_NAME}}}"

    def answer(self, path: str, headers: Any, content: bytes) -> Answer:
        """The answer to a request, or 503 where it is lost."""
        at, key = headers["X-Timestamp"], headers["Idempotency-Key"]
        signed = f"{at}\n{key}\n{path}\n".encode() + content
        expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        with self._lock:
            if not hmac.compare_digest(expected, headers["X-Signature"]):
                self.books.unsigned += 1
                return 401, {}
            self.books.repeated += key in self._answers
            if key not in self._answers:
                self._answers[key] = self.routes[path](json.loads(content))
            if random.random() < LOST_ANSWERS:
                self.books.lost += 1
                return 503, {}
            return self._answers[key]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A function that was killed no longer reads its answer."""


class Answering(BaseHTTPRequestHandler):
    server: Partners

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        status, body = self.server.answer(self.path, self.headers, content)
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments: Any) -> None:
        """Nothing."""


@contextmanager
def partners() -> Iterator[Partners]:
    """Both, until the end of the block."""
    server = Partners()
    thread = threading.Thread(target=server.serve_forever, args=[END_SECONDS], daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
