"""Service discovery: addresses of other services, in Parameter Store."""

from __future__ import annotations

from functools import cache
from typing import Any

from runtime.clients.aws import client
from runtime.environment import environment
from runtime.http_errors import ServiceUnavailable

DISCOVERY_ROOT = environment("DISCOVERY_ROOT")
DISCOVERY_CACHE_SECONDS = int(environment("DISCOVERY_CACHE_SECONDS"))


def endpoint(service: str) -> str:
    """The URL of a service's API, without a slash at its end; cached."""
    return parameter(service, "endpoint").rstrip("/")


def parameter(service: str, key: str) -> str:
    """The parameter of a service under a key, cached; ``ServiceUnavailable`` without it."""
    from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError

    path = f"{DISCOVERY_ROOT}/{service}/{key}"
    try:
        return str(_provider().get(path, max_age=DISCOVERY_CACHE_SECONDS))
    except GetParameterError as error:
        raise ServiceUnavailable(
            f"{service} cannot be found: there is no parameter {path}"
        ) from error


@cache
def _provider() -> Any:
    from aws_lambda_powertools.utilities.parameters import SSMProvider

    return SSMProvider(boto3_client=client("ssm"))
