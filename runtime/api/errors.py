"""Errors: refusals that a caller should understand; anything else is our fault and says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, ClassVar


class HttpError(Exception):
    """What is wrong, for whoever asked; ``details`` are problems to be mended one by one."""

    status: ClassVar[HTTPStatus]

    def __init__(self, message: str, details: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.message, self.details = message, list(details)


class BadRequest(HttpError):
    """The request itself is not of the agreed form."""

    status = HTTPStatus.BAD_REQUEST


class Unauthorized(HttpError):
    """Nobody is signed in."""

    status = HTTPStatus.UNAUTHORIZED


class Forbidden(HttpError):
    """Somebody is signed in who may not do this."""

    status = HTTPStatus.FORBIDDEN


class NotFound(HttpError):
    """There is no such thing, or none that the caller may see."""

    status = HTTPStatus.NOT_FOUND


class Conflict(HttpError):
    """The request does not fit what is already there."""

    status = HTTPStatus.CONFLICT


class UnprocessableContent(HttpError):
    """A key that was used before now comes with another request."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class ServiceUnavailable(HttpError):
    """Something we lean on does not answer; the same request may be sent again."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
