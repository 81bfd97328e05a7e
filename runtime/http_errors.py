"""Errors: exceptions that become HTTP responses; any other exception becomes a 500.

::

    HttpError
    ├── BadRequest            400
    ├── Unauthorized          401
    ├── Forbidden             403
    ├── NotFound              404
    ├── Conflict              409
    ├── ContentTooLarge       413
    ├── UnprocessableContent  422
    └── ServiceUnavailable    503
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from contracts.violation import Problem


class HttpError(Exception):
    """An error response: the message is sent to the client, with a list of problems if given.

    Of an error of 5xx the message is logged only.
    """

    status: ClassVar[HTTPStatus]

    def __init__(self, message: str, details: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.message, self.details = message, list(details)


class BadRequest(HttpError):
    """The request is malformed or breaks its contract."""

    status = HTTPStatus.BAD_REQUEST

    @classmethod
    def of(cls, problems: Sequence[Problem]) -> BadRequest:
        """The response that names each field with its limit and what was given."""
        return cls("; ".join(map(str, problems)), [vars(problem) for problem in problems])


class Unauthorized(HttpError):
    """The request has no valid token."""

    status = HTTPStatus.UNAUTHORIZED


class Forbidden(HttpError):
    """The caller is known and may not do this."""

    status = HTTPStatus.FORBIDDEN


class NotFound(HttpError):
    """The resource does not exist, or the caller may not see it."""

    status = HTTPStatus.NOT_FOUND


class Conflict(HttpError):
    """The request contradicts the state of the resource."""

    status = HTTPStatus.CONFLICT


class ContentTooLarge(HttpError):
    """The body is larger than any that a contract allows."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class UnprocessableContent(HttpError):
    """The idempotency key was used before, for another request."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class ServiceUnavailable(HttpError):
    """A dependency does not respond; the client may retry."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


CLIENT_ERRORS: dict[int, type[HttpError]] = {
    int(kind.status): kind
    for kind in (
        *(BadRequest, Unauthorized, Forbidden, NotFound, Conflict),
        *(ContentTooLarge, UnprocessableContent),
    )
}


def error_of(status: int, body: bytes) -> HttpError | None:
    """The error of 4xx that a service responds with, by its status and its JSON; None for others.

    A response of a gateway has a message only, one of what stands before it may not be JSON.
    """
    if (kind := CLIENT_ERRORS.get(status)) is None:
        return None
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    said = said if isinstance(said, dict) else {}
    message, details = said.get("message"), said.get("details")
    return kind(
        message if isinstance(message, str) and message else kind.status.phrase,
        details if isinstance(details, list) else [],
    )
