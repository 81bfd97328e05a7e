"""OpenSearch: requests to a domain, signed with the credentials of the role that may send them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from runtime.clients.aws import signed
from runtime.http_errors import ServiceUnavailable
from runtime.retry import with_retries

# Three attempts leave a function behind an API, which has 20 seconds, time for its answer.
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 1.0, 5.0, 3
RETRYABLE_STATUSES = (429, 502, 503, 504)

# What IAM calls the service of a domain.
SERVICE = "es"


class NoAnswer(ServiceUnavailable):
    """The domain does not answer, or asks to be asked again."""


class Refused(Exception):
    """A request that the domain refuses; ``kind`` is OpenSearch's name of the error."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(f"OpenSearch answers {status} {kind}: {reason}")
        self.status, self.kind = status, kind


@dataclass(frozen=True, kw_only=True)
class OpenSearch:
    """A domain at ``endpoint``, an URL; ``role`` is the ARN of the role that it knows."""

    endpoint: str
    role: str

    def send(self, method: str, path: str, body: Any = None, *, lines: Sequence[Any] = ()) -> Any:
        """The JSON answer to a request with a JSON body, or with a line of JSON for each of
        ``lines``. Raises ``NoAnswer`` and ``Refused``.
        """
        content = "".join(f"{_text(line)}\n" for line in lines) if lines else _text(body)
        kind = "application/x-ndjson" if lines else "application/json"
        return with_retries(
            lambda: self._send(method, path, content.encode(), kind), NoAnswer, attempts=ATTEMPTS
        )

    def _send(self, method: str, path: str, content: bytes, kind: str) -> Any:
        from urllib3.exceptions import HTTPError

        url = f"{self.endpoint}{path}"
        headers = signed(method, url, content, {"Content-Type": kind}, SERVICE, self.role)
        try:
            found = _pool().request(method, url, body=content, headers=headers, redirect=False)
        except HTTPError as error:
            raise NoAnswer("OpenSearch does not answer") from error
        if found.status in RETRYABLE_STATUSES:
            raise NoAnswer(f"OpenSearch answers with status {found.status}")
        answer = _parsed(found.data)
        if found.status >= HTTPStatus.MULTIPLE_CHOICES:
            said = answer.get("error") if isinstance(answer, dict) else None
            named = said if isinstance(said, dict) else {}
            raise Refused(found.status, str(named.get("type")), str(named.get("reason")))
        return answer


def _text(body: Any) -> str:
    return json.dumps(body, separators=(",", ":"))


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return None


@cache
def _pool() -> Any:
    """The connection pool, kept between invocations; urllib3 is the version that boto3 brings."""
    from urllib3 import PoolManager, Timeout

    return PoolManager(retries=False, timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS))
