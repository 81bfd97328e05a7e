"""Services: GET requests to other services, with timeouts, retries and a circuit breaker."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

from runtime.clients.circuit_breaker import CircuitBreaker
from runtime.clients.discovery import endpoint
from runtime.http_errors import ServiceUnavailable
from runtime.observability import CORRELATION_HEADER, current_correlation_id
from runtime.retry import with_retries

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 1.0, 2.0, 3
RETRYABLE_STATUSES = (429, 500, 502, 503, 504)


def get_json(service: str, path: str, query: Mapping[str, str]) -> Any:
    """The JSON response of a service to a GET request; ``ServiceUnavailable`` without one."""
    target = f"{path}?{urlencode(query, safe=',')}"
    return _breaker(service).call(
        lambda: with_retries(
            lambda: _get(service, target), TemporarilyUnavailable, attempts=ATTEMPTS
        )
    )


class TemporarilyUnavailable(ServiceUnavailable):
    """No response, or one that is worth a retry."""


def _get(service: str, target: str) -> Any:
    from urllib3.exceptions import HTTPError

    try:
        response = _pool().request("GET", endpoint(service) + target, headers=_headers())
        if response.status == 200:
            return json.loads(response.data)
    except HTTPError as error:
        raise TemporarilyUnavailable(f"{service} does not respond") from error
    except ValueError as error:
        raise ServiceUnavailable(f"{service} does not respond with JSON") from error
    kind = TemporarilyUnavailable if response.status in RETRYABLE_STATUSES else ServiceUnavailable
    raise kind(f"{service} responds with status {response.status}")


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
    from urllib3 import PoolManager, Timeout

    return PoolManager(retries=False, timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS))
