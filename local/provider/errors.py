"""Errors of the provider: one sentence with type, resource and operation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

GONE = ("NotFound", "NoSuch", "NonExistent", "Nonexistent", "DoesNotExist")


class ProviderError(Exception):
    """An expected failure: reported as it reads, without a traceback."""


def code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def message_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Message", ""))


def says_gone(error: ClientError) -> bool:
    """Whether a request was refused because what it names does not exist."""
    code = code_of(error)
    if code == "InvalidRequestException":  # Athena has no code for it.
        return "not found" in message_of(error)
    return code == "404" or any(word in code for word in GONE)


@contextmanager
def reported(token: str, name: str, doing: str) -> Iterator[None]:
    """Turn what boto3 raises into a ``ProviderError`` with type, resource and operation."""
    who = f'{token} "{name}": {doing}'
    try:
        yield
    except ProviderError as error:
        raise ProviderError(f"{who}: {error}") from error
    except ClientError as error:
        raise ProviderError(
            f"{who}: {error.operation_name} was refused with {code_of(error)}: "
            f"{message_of(error) or 'no message'}"
        ) from error
    except EndpointConnectionError as error:
        raise ProviderError(f"{who}: {error}; is the emulator of this stage running?") from error
    except BotoCoreError as error:
        raise ProviderError(f"{who}: {' '.join(str(error).split())}") from error
