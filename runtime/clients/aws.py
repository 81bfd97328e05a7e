"""Clients: one for each AWS service that an invocation turns out to need, made once and reused."""

from __future__ import annotations

from functools import cache
from typing import Any

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 2, 5, 3


def client(service: str) -> Any:
    """The client of a service; boto3 is imported by the first one, not by the function's start."""
    return _client(service)


@cache
def _client(service: str) -> Any:
    import boto3
    from botocore.config import Config

    return boto3.client(
        service,
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            tcp_keepalive=True,
        ),
    )


def error_code(error: BaseException) -> str:
    """The error code of AWS in what a client raised; empty for anything else."""
    response = getattr(error, "response", None) or {}
    return str(response.get("Error", {}).get("Code", ""))
