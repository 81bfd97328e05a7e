"""Queries: asks another service over HTTP, with a time limit, some patience, and not for ever."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

from runtime.api.errors import Unavailable
from runtime.api.request import CORRELATION_HEADER
from runtime.clients.circuit_breaker import Breaker
from runtime.clients.discovery import endpoint
from runtime.observability import correlation
from runtime.retry import retried

CONNECT_SECONDS, READ_SECONDS, TRIES = 1.0, 2.0, 3
WORTH_A_RETRY = (429, 500, 502, 503, 504)


def ask(service: str, path: str, query: Mapping[str, str]) -> Any:
    """The JSON that a service answers to a GET; ``Unavailable`` when it does not."""
    target = f"{path}?{urlencode(query, safe=',')}"
    return _breaker(service).call(
        lambda: retried(lambda: _get(service, target), Busy, attempts=TRIES)
    )


class Busy(Unavailable):
    """No answer this time; the next try may have one."""


def _get(service: str, target: str) -> Any:
    from urllib3.exceptions import HTTPError

    try:
        response = _pool().request("GET", endpoint(service) + target, headers=_headers())
        if response.status == 200:
            return json.loads(response.data)
    except HTTPError as error:
        raise Busy(f"{service} does not answer") from error
    except ValueError as error:
        raise Unavailable(f"{service} does not answer in JSON") from error
    refusal = Busy if response.status in WORTH_A_RETRY else Unavailable
    raise refusal(f"{service} answers {response.status}")


def _headers() -> dict[str, str]:
    trace = os.environ.get("_X_AMZN_TRACE_ID")
    return {
        "Accept": "application/json",
        CORRELATION_HEADER: correlation(),
        **({"X-Amzn-Trace-Id": trace} if trace else {}),
    }


@cache
def _breaker(service: str) -> Breaker:
    return Breaker(service)


@cache
def _pool() -> Any:
    """Connections that stay open between invocations.

    urllib3 is the one that boto3 brings, of whichever major version the runtime has.
    """
    from urllib3 import PoolManager, Timeout

    return PoolManager(retries=False, timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS))
