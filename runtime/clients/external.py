"""External services: signed and idempotent POST requests to services of others, by HTTPS and JSON.

A request has an ``Idempotency-Key``, by which the service answers a repeated one as it answered the
first, and a signature of the secret that both sides know: ``X-Signature`` is the HMAC-SHA256, in
hex, of ``X-Timestamp`` (seconds since 1970), the key, the path and the body, each on a line.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from runtime.clients.circuit_breaker import CircuitBreaker
from runtime.clients.secrets import secret
from runtime.http_errors import ServiceUnavailable
from runtime.observability import CORRELATION_HEADER, current_correlation_id
from runtime.retry import with_retries

# Two attempts of 11 s each leave a worker, which has 60 s, time for the rest of its batch.
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 1.0, 10.0, 2
OK = (200, 201)
# Refused for its meaning, as a declined card: the answer has the reason.
DECLINED = (402, 422)
# The secret may have been replaced since it was read.
UNAUTHORIZED = (401, 403)
# A repeated request while the first is still processed is answered 409 by some services.
RETRYABLE_STATUSES = (408, 409, 425, 429, 500, 502, 503, 504)


class NoAnswer(ServiceUnavailable):
    """No answer in time, or one that says to ask again; what was asked for may have been done."""


class UnexpectedAnswer(Exception):
    """The service refuses the request as such, or answers otherwise than agreed."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The JSON object of an answer, and whether the service declined what was asked for."""

    body: Mapping[str, Any]
    is_declined: bool

    def text(self, field: str, service: str) -> str:
        """A text that the answer must have; ``UnexpectedAnswer`` without it."""
        value = self.body.get(field)
        if not isinstance(value, str) or not value:
            raise UnexpectedAnswer(f"{service} answers without {field}")
        return value


@dataclass(frozen=True, kw_only=True)
class ExternalService:
    """A service at ``url``; ``secret_name`` is the parameter of the secret for signatures."""

    name: str
    url: str
    secret_name: str

    def post(self, path: str, key: str, body: Mapping[str, Any]) -> Answer:
        """Ask for something, once for each ``key`` however often this is called.

        Raises ``NoAnswer`` (call again later, with the same key) and ``UnexpectedAnswer``.
        """
        content = json.dumps(body, separators=(",", ":")).encode()
        return _breaker(self.url).call(
            lambda: with_retries(
                lambda: self._post(path, key, content), NoAnswer, attempts=ATTEMPTS
            )
        )

    def _post(self, path: str, key: str, content: bytes) -> Answer:
        status, data = self._send(path, key, content, secret(self.secret_name))
        if status in UNAUTHORIZED:
            fresh = secret(self.secret_name, fresh=True)
            status, data = self._send(path, key, content, fresh)
        if status in RETRYABLE_STATUSES:
            raise NoAnswer(f"{self.name} answers with status {status}")
        if status in UNAUTHORIZED:
            raise UnexpectedAnswer(
                f"{self.name} answers with status {status}: it does not accept the signature by "
                f"the secret in {self.secret_name}"
            )
        if status not in (*OK, *DECLINED):
            raise UnexpectedAnswer(f"{self.name} answers with status {status}")
        return Answer(body=self._object(data), is_declined=status in DECLINED)

    def _send(self, path: str, key: str, content: bytes, shared: str) -> tuple[int, bytes]:
        from urllib3.exceptions import HTTPError

        url = self.url.rstrip("/") + path
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            CORRELATION_HEADER: current_correlation_id(),
            **signature(shared, key, urlsplit(url).path, content),
        }
        try:
            found = _pool().request("POST", url, body=content, headers=headers, redirect=False)
        except HTTPError as error:
            raise NoAnswer(f"{self.name} does not answer") from error
        return found.status, found.data

    def _object(self, data: bytes) -> Mapping[str, Any]:
        try:
            found = json.loads(data)
        except ValueError as error:
            raise UnexpectedAnswer(f"{self.name} does not answer with JSON") from error
        if not isinstance(found, dict):
            raise UnexpectedAnswer(f"{self.name} does not answer with a JSON object")
        return found


def signature(
    shared: str, key: str, path: str, content: bytes, at: int | None = None
) -> dict[str, str]:
    """The headers that identify and sign a request, at a time in seconds since 1970."""
    timestamp = str(int(time.time()) if at is None else at)
    signed = f"{timestamp}\n{key}\n{path}\n".encode() + content
    digest = hmac.new(shared.encode(), signed, hashlib.sha256).hexdigest()
    return {"Idempotency-Key": key, "X-Timestamp": timestamp, "X-Signature": digest}


@cache
def _breaker(url: str) -> CircuitBreaker:
    """One for each service: after some failures in a row it is not called for a while."""
    return CircuitBreaker(url)


@cache
def _pool() -> Any:
    """The connection pool, kept between invocations; urllib3 is the version that boto3 brings."""
    from urllib3 import PoolManager, Timeout

    return PoolManager(retries=False, timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS))
