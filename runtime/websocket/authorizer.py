"""Authorizer: decides who may connect to a WebSocket API, by a user pool's token.

It is not cached: API Gateway asks once for each connection.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.api.authorizer import allowed, denied
from runtime.api.tokens import verified_user
from runtime.http_errors import Unauthorized
from runtime.observability import (
    LambdaHandler,
    correlate,
    count,
    invocation,
    logger,
    requested_correlation_id,
)
from runtime.websocket.protocols import token_of


def connect_authorizer() -> LambdaHandler:
    """The handler of a connect authorizer, for access tokens.

    It allows the one connect that it is asked about, and hands on ``userId`` and ``groups``; a
    token that is missing or wrong is denied, which the client sees as 403. It raises where the
    token's keys cannot be read: the client sees 500, and may try again.
    """

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        with invocation(context):
            correlate(requested_correlation_id(event), route="authorizer")
            try:
                user = verified_user(token_of(event))
            except Unauthorized as error:
                logger.info("connect denied", reason=error.message)
                count("ConnectsDenied")
                return denied(event["methodArn"])
            return allowed(event["methodArn"], user)

    return handle
