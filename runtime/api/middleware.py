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
from runtime.failures import failure_of
from runtime.observability import CORRELATION_HEADER, correlate, current_correlation_id, logger
from runtime.tracing import annotate

# The origins that browsers may call from, separated by commas: one, several, or ``*``.
CORS_ORIGINS = tuple(environment("CORS_ORIGIN").split(","))


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
    """Adds CORS headers, to error responses too: of several origins, that of the request."""

    def respond(request: Request) -> Response:
        response = handler(request)
        return replace(
            response,
            headers={
                **response.headers,
                **allowed_origin(request.header("Origin"), CORS_ORIGINS),
                "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
                "Access-Control-Allow-Headers": (
                    f"Authorization, Content-Type, Idempotency-Key, {CORRELATION_HEADER}"
                ),
                "Access-Control-Expose-Headers": CORRELATION_HEADER,
            },
        )

    return respond


def allowed_origin(requested: str | None, origins: tuple[str, ...]) -> dict[str, str]:
    """The header that names the origin that may read a response: the first, unless the request's
    is another that is allowed. Where there are several, responses vary by it, as caches must know.
    """
    allowed = requested if requested in origins else origins[0]
    varies = {"Vary": "Origin"} if len(origins) > 1 else {}
    return {"Access-Control-Allow-Origin": allowed, **varies}


def token_check(handler: Handler) -> Handler:
    """Responds with 401 to a token that is not for this API, whether or not the route reads it; the
    trace has the id of its user, whose request it is.
    """

    def respond(request: Request) -> Response:
        if request.user is not None:
            annotate(tenant=request.user.id)
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
            gateway_request_id=request.request_id,
            status=int(response.status),
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )
        return replace(response, headers={**response.headers, CORRELATION_HEADER: correlation_id})

    return respond


def error_responses(handler: Handler) -> Handler:
    """Makes an ``HttpError`` its response; logs any other exception and responds with 500."""

    def respond(request: Request) -> Response:
        try:
            return handler(request)
        except Exception as error:
            return _error(*failure_of(error, "request"))

    return respond


def _error(status: HTTPStatus, message: str, details: list[Any]) -> Response:
    body = {
        "error": status.phrase,
        "message": message,
        "details": details,
        "correlationId": current_correlation_id(),
    }
    retry = {"Retry-After": "1"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return Response(status=status, body=body, headers=retry)
