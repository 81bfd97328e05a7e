"""AWS clients: one for each service, created when it is first needed, then reused."""

from __future__ import annotations

from functools import cache
from typing import Any

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 2, 5, 3


def client(service: str, endpoint: str | None = None) -> Any:
    """The boto3 client of a service; the first call imports boto3, not the function's start.

    ``endpoint`` is the URL of a service that has one for each of its resources, such as a stage of
    a WebSocket API.
    """
    return _client(service, endpoint)


@cache
def _client(service: str, endpoint: str | None) -> Any:
    import boto3
    from botocore.config import Config

    return boto3.client(
        service,
        endpoint_url=endpoint,
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            tcp_keepalive=True,
            # Else URLs and forms for uploads are signed in the old way where the endpoint is given.
            signature_version="s3v4" if service == "s3" else None,
        ),
    )


def error_code(error: BaseException) -> str:
    """The AWS error code of an exception; empty if it is not from a client."""
    response = getattr(error, "response", None) or {}
    return str(response.get("Error", {}).get("Code", ""))
