"""Middleware: what happens around every request, each as one layer over the handler proper."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import reduce
from http import HTTPStatus
from typing import Any, TypeAlias

from runtime.api.errors import HttpError
from runtime.api.request import CORRELATION_HEADER, Request
from runtime.environment import environment
from runtime.observability import correlate, current_correlation_id, logger

CORS_ORIGIN = environment("CORS_ORIGIN")


@dataclass(frozen=True, kw_only=True)
class Response:
    """An answer, before it is made into what a gateway expects."""

    status: int = HTTPStatus.OK
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


Handler: TypeAlias = Callable[[Request], Response]
Middleware: TypeAlias = Callable[[Handler], Handler]


def compose(*layers: Middleware) -> Middleware:
    """One layer of several, the first outermost."""
    return lambda handler: reduce(lambda inner, layer: layer(inner), reversed(layers), handler)


def cors(handler: Handler) -> Handler:
    """Lets pages of the configured origin read the answer; outermost, so errors are read too."""

    def answer(request: Request) -> Response:
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

    return answer


def access_log(handler: Handler) -> Handler:
    """One line a request, and the id under which all that follows from it can be found."""

    def answer(request: Request) -> Response:
        started = time.perf_counter()
        correlation_id = correlate(request.correlation_id, route=request.route)
        response = handler(request)
        logger.info(
            "answered",
            method=request.method,
            route=request.route,
            status=int(response.status),
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )
        return replace(response, headers={**response.headers, CORRELATION_HEADER: correlation_id})

    return answer


def error_responses(handler: Handler) -> Handler:
    """Refusals say what to do; anything else is logged in full and tells the caller nothing."""

    def answer(request: Request) -> Response:
        try:
            return handler(request)
        except HttpError as refusal:
            if refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                logger.exception("refused", error_type=type(refusal).__name__)
            return _error(refusal.status, refusal.message, refusal.details)
        except Exception as error:
            logger.exception("failed", error_type=type(error).__name__)
            message = f"something went wrong here; ask about {current_correlation_id()}"
            return _error(HTTPStatus.INTERNAL_SERVER_ERROR, message, [])

    return answer


def _error(status: HTTPStatus, message: str, details: list[Any]) -> Response:
    body = {"error": status.phrase, "message": message, "details": details}
    retry = {"Retry-After": "1"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return Response(status=status, body=body, headers=retry)
