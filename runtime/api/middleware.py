"""Middleware: CORS headers, access log and error responses, each around the handler."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import reduce
from http import HTTPStatus
from typing import Any, TypeAlias

from runtime.api.request import Request
from runtime.environment import environment
from runtime.http_errors import HttpError
from runtime.observability import CORRELATION_HEADER, correlate, current_correlation_id, logger

CORS_ORIGIN = environment("CORS_ORIGIN")


@dataclass(frozen=True, kw_only=True)
class Response:
    """A response; ``body`` is written as JSON."""

    status: int = HTTPStatus.OK
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


Handler: TypeAlias = Callable[[Request], Response]
Middleware: TypeAlias = Callable[[Handler], Handler]


def compose(*layers: Middleware) -> Middleware:
    """One middleware of several; the first is the outermost."""
    return lambda handler: reduce(lambda inner, layer: layer(inner), reversed(layers), handler)


def cors(handler: Handler) -> Handler:
    """Adds CORS headers for the configured origin, to error responses too."""

    def respond(request: Request) -> Response:
        response = handler(request)
        return replace(
            response,
            headers={
                **response.headers,
                "Access-Control-Allow-Origin": CORS_ORIGIN,
                "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
                "Access-Control-Allow-Headers": (
                    f"Authorization, Content-Type, Idempotency-Key, {CORRELATION_HEADER}"
                ),
                "Access-Control-Expose-Headers": CORRELATION_HEADER,
            },
        )

    return respond


def token_check(handler: Handler) -> Handler:
    """Responds with 401 to a token that is not for this API, whether or not the route reads it."""

    def respond(request: Request) -> Response:
        _ = request.user
        return handler(request)

    return respond


def access_log(handler: Handler) -> Handler:
    """Logs a line for each request, and sets the correlation id, which it returns as a header."""

    def respond(request: Request) -> Response:
        started = time.perf_counter()
        correlation_id = correlate(request.correlation_id, route=request.route)
        response = handler(request)
        logger.info(
            "request handled",
            method=request.method,
            route=request.route,
            status=int(response.status),
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )
        return replace(response, headers={**response.headers, CORRELATION_HEADER: correlation_id})

    return respond


def error_responses(handler: Handler) -> Handler:
    """Makes an ``HttpError`` its response; logs any other exception and responds with 500.

    A response of 5xx says nothing of the cause, which may name what is inside: the log has it,
    under the correlation id of the response.
    """

    def respond(request: Request) -> Response:
        try:
            return handler(request)
        except HttpError as error:
            if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                logger.exception("dependency failed", error_type=type(error).__name__)
                return _failure(error.status, "not available now, try again later")
            return _error(error.status, error.message, error.details)
        except Exception as error:
            logger.exception("request failed", error_type=type(error).__name__)
            return _failure(HTTPStatus.INTERNAL_SERVER_ERROR, "internal error")

    return respond


def _failure(status: HTTPStatus, message: str) -> Response:
    return _error(status, f"{message}; its correlation id is {current_correlation_id()}", [])


def _error(status: HTTPStatus, message: str, details: list[Any]) -> Response:
    body = {
        "error": status.phrase,
        "message": message,
        "details": details,
        "correlationId": current_correlation_id(),
    }
    retry = {"Retry-After": "1"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return Response(status=status, body=body, headers=retry)
