"""Secrets: values of Parameter Store that are encrypted, read when they are needed, and cached."""

from __future__ import annotations

from functools import cache
from typing import Any

from runtime.clients.aws import client

# How long a value that was replaced is still used, unless its user asks for a fresh one.
CACHE_SECONDS = 300


class SecretMissing(Exception):
    """There is no such parameter, or the function may not read it."""


def secret(name: str, *, fresh: bool = False) -> str:
    """The decrypted value of a ``SecureString``; with ``fresh`` it is read again in any case."""
    from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError

    try:
        found = _provider().get(name, decrypt=True, max_age=CACHE_SECONDS, force_fetch=fresh)
    except GetParameterError as error:
        raise SecretMissing(
            f"the parameter {name} cannot be read; put the secret there: "
            f"aws ssm put-parameter --type SecureString --name {name} --value ..."
        ) from error
    return str(found)


@cache
def _provider() -> Any:
    from aws_lambda_powertools.utilities.parameters import SSMProvider

    return SSMProvider(boto3_client=client("ssm"))
