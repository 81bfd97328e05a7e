"""Client errors: the exceptions that boto3 raises for error responses."""

from __future__ import annotations

from functools import cache
from typing import Any

from botocore.errorfactory import BaseClientExceptions, ClientExceptionsFactory
from botocore.exceptions import ClientError

from tests.fakes.parameters import model


def client_error(service: str, code: str, message: str, **more: Any) -> ClientError:
    """The exception for an error code: for the codes that botocore's model of
    the service names, a class of that name, which is the error that a state machine sees.
    """
    kept = {name: value for name, value in more.items() if value is not None}
    kind: type[ClientError] = _exceptions(service).from_code(code)
    return kind({"Error": {"Code": code, "Message": message}, **kept}, "Operation")


def transaction_cancelled(reasons: list[dict[str, Any]]) -> ClientError:
    """The exception of a cancelled transaction."""
    return client_error("dynamodb", "TransactionCanceledException", "", CancellationReasons=reasons)


@cache
def _exceptions(service: str) -> BaseClientExceptions:
    return ClientExceptionsFactory().create_client_exceptions(model(service))
