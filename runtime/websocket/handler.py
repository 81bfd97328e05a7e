"""Handler: makes a function of a message into the Lambda handler of a WebSocket API's route."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeAlias

from runtime.http_errors import HttpError
from runtime.observability import (
    LambdaHandler,
    count_answered_failure,
    current_correlation_id,
    invocation,
    logger,
)
from runtime.websocket.message import SocketMessage, started

# Returns what is sent back, as JSON, or None; an ``HttpError`` is sent back with its message.
Answer: TypeAlias = Callable[[SocketMessage], Any]


def message_handler(answer: Answer) -> LambdaHandler:
    """The handler of a named route or the default: ``@message_handler``.

    Errors are sent back as those of HTTP APIs are: ``error``, ``message`` and ``details``.
    """

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        with invocation(context):
            status, body = _answered(answer, started(event))
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                count_answered_failure(context)
        sent = {} if body is None else {"body": json.dumps(body, separators=(",", ":"))}
        return {"statusCode": int(status), **sent}

    return handle


def _answered(answer: Answer, message: SocketMessage) -> tuple[HTTPStatus, Any]:
    try:
        return HTTPStatus.OK, answer(message)
    except HttpError as error:
        if error.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return error.status, _error(error.status, error.message, error.details)
        logger.exception("dependency failed", error_type=type(error).__name__)
        return error.status, _failure(error.status, "not available now, try again later")
    except Exception as error:
        logger.exception("message failed", error_type=type(error).__name__)
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        return status, _failure(status, "internal error")


def _failure(status: HTTPStatus, message: str) -> dict[str, Any]:
    return _error(status, f"{message}; its correlation id is {current_correlation_id()}", [])


def _error(status: HTTPStatus, message: str, details: list[Any]) -> dict[str, Any]:
    return {"error": status.phrase, "message": message, "details": details}
