"""Services: requests to other services, with timeouts, retries and a circuit breaker.

What a caller may do is decided by the service that is asked, by the caller's own token.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

from runtime.clients.circuit_breaker import CircuitBreaker
from runtime.clients.discovery import endpoint
from runtime.http_errors import HttpError, ServiceUnavailable, error_of
from runtime.observability import CORRELATION_HEADER, current_correlation_id
from runtime.retry import with_retries

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 1.0, 2.0, 3
# What changes something may itself call a service, with its retries; a function behind an API has
# 20 seconds.
WRITE_SECONDS, WRITE_ATTEMPTS = 7.0, 2
OK = (200, 201, 202)
RETRYABLE_STATUSES = (429, 500, 502, 503, 504)


def get_json(service: str, path: str, query: Mapping[str, str]) -> Any:
    """The JSON response of a service to a GET request; ``ServiceUnavailable`` without one."""
    return _answer(_Request(service=service, path=path, query=query)).body


def get_as(token: str, service: str, path: str, query: Mapping[str, str] | None = None) -> Any:
    """The JSON response of a service to a GET request of the caller whose token this is.

    Raises the ``HttpError`` by which the service refuses it, with its message and details, and
    ``ServiceUnavailable`` without a response. Values in the path must be quoted.
    """
    headers = {"Authorization": token}
    return _forwarded(_Request(service=service, path=path, query=query or {}, headers=headers))


def post_as(token: str, service: str, path: str, body: Mapping[str, Any], key: str) -> Any:
    """The JSON response of a service to a POST request of the caller whose token this is.

    The service does what it is asked for once for each ``key``, the idempotency key: so that a
    request without a response may be repeated. Raises what ``get_as`` raises.
    """
    headers = {"Authorization": token, "Idempotency-Key": key, "Content-Type": "application/json"}
    content = json.dumps(body, separators=(",", ":")).encode()
    return _forwarded(_Request(service=service, path=path, headers=headers, content=content))


class TemporarilyUnavailable(ServiceUnavailable):
    """No response, or one that is worth a retry."""


@dataclass(frozen=True, kw_only=True)
class _Request:
    """A GET request, or the POST of ``content``."""

    service: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None

    @property
    def target(self) -> str:
        return f"{self.path}?{urlencode(self.query, safe=',')}" if self.query else self.path


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """A JSON response; or the error that the caller is answered with."""

    body: Any = None
    error: HttpError | None = None


def _forwarded(request: _Request) -> Any:
    answer = _answer(request, forwards=True)
    if answer.error is not None:
        raise answer.error
    return answer.body


def _answer(request: _Request, forwards: bool = False) -> _Answer:
    """The answer; errors of 4xx are answers too if ``forwards``.

    These do not count as failures of the service: a caller who is refused must not keep others
    from it.
    """
    attempts = ATTEMPTS if request.content is None else WRITE_ATTEMPTS
    return _breaker(request.service).call(
        lambda: with_retries(
            lambda: _sent(request, forwards), TemporarilyUnavailable, attempts=attempts
        )
    )


def _sent(request: _Request, forwards: bool) -> _Answer:
    from urllib3.exceptions import HTTPError

    try:
        response = _response(request)
    except HTTPError as error:
        raise TemporarilyUnavailable(f"{request.service} does not respond") from error
    if response.status in RETRYABLE_STATUSES:
        raise TemporarilyUnavailable(f"{request.service} responds with status {response.status}")
    if forwards and (refused := error_of(response.status, response.data)):
        return _Answer(error=refused)
    if response.status not in OK:
        raise ServiceUnavailable(f"{request.service} responds with status {response.status}")
    try:
        return _Answer(body=json.loads(response.data))
    except ValueError as error:
        raise ServiceUnavailable(f"{request.service} does not respond with JSON") from error


def _response(request: _Request) -> Any:
    """The response; a redirect is one, so that no other host is sent the token."""
    from urllib3 import Timeout

    is_read = request.content is None
    return _pool().request(
        "GET" if is_read else "POST",
        endpoint(request.service) + request.target,
        body=request.content,
        headers={**_headers(), **request.headers},
        redirect=False,
        timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS if is_read else WRITE_SECONDS),
    )


def _headers() -> dict[str, str]:
    trace = os.environ.get("_X_AMZN_TRACE_ID")
    return {
        "Accept": "application/json",
        CORRELATION_HEADER: current_correlation_id(),
        **({"X-Amzn-Trace-Id": trace} if trace else {}),
    }


@cache
def _breaker(service: str) -> CircuitBreaker:
    return CircuitBreaker(service)


@cache
def _pool() -> Any:
    """The connection pool, kept between invocations; urllib3 is the version that boto3 brings."""
    from urllib3 import PoolManager

    return PoolManager(retries=False)
