"""Handler: makes a function of a message into the Lambda handler of a WebSocket API's route."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeAlias

from runtime.failures import failure_of
from runtime.observability import LambdaHandler, count_answered_failure, invocation
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
    except Exception as error:
        status, text, details = failure_of(error, "message")
        return status, {"error": status.phrase, "message": text, "details": details}
