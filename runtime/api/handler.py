"""Handler: makes a function of a request into the Lambda handler of a REST or an HTTP API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from runtime.api.middleware import (
    Handler,
    access_log,
    compose,
    cors,
    error_responses,
    token_check,
)
from runtime.api.request import parse_request
from runtime.observability import LambdaHandler, count_answered_failure, invocation

middleware = compose(cors, access_log, error_responses, token_check)


def api_handler(handler: Handler) -> LambdaHandler:
    """The handler: JSON responses with CORS headers, errors included."""
    respond = middleware(handler)

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        with invocation(context):
            response = respond(parse_request(event))
            if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                count_answered_failure(context)
        return {
            "statusCode": int(response.status),
            "headers": {"Content-Type": "application/json", **response.headers},
            "body": json.dumps(response.body, separators=(",", ":"), default=_number),
            "isBase64Encoded": False,
        }

    return handle


def _number(value: Any) -> float:
    """A ``Decimal``, which ``json`` cannot write."""
    return float(value)
