"""Failures: what an exception becomes for the caller of a function, and what the log has of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, TypeAlias

from runtime.http_errors import HttpError
from runtime.observability import current_correlation_id, logger

# A status, a message for the caller, and a list of problems.
Failure: TypeAlias = tuple[HTTPStatus, str, list[Any]]

# The log names the handler that asks, not this module.
CALLER = 2


def failure_of(error: Exception, what: str) -> Failure:
    """The failure that an exception becomes; ``what`` names in the log what has failed.

    An ``HttpError`` of 4xx stays as it is. One of 5xx, and any other exception, keeps its cause
    from the caller, since it may name what is inside: the log has it, under the correlation id.
    """
    if isinstance(error, HttpError) and error.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return error.status, error.message, error.details
    if isinstance(error, HttpError):
        status, failed, message = error.status, "dependency", "not available now, try again later"
    else:
        status, failed, message = HTTPStatus.INTERNAL_SERVER_ERROR, what, "internal error"
    logger.exception(f"{failed} failed", stacklevel=CALLER, error_type=type(error).__name__)
    return status, f"{message}; its correlation id is {current_correlation_id()}", []
