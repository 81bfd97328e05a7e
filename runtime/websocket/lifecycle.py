"""Lifecycle: the Lambda handlers of connects and disconnects, which keep the connections."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from runtime.observability import LambdaHandler, invocation
from runtime.websocket import connections
from runtime.websocket.message import started
from runtime.websocket.protocols import PROTOCOL_HEADER, offered


def connect_handler() -> LambdaHandler:
    """The handler of connects: stores the connection, with the authorizer's user.

    A client that offers subprotocols gets the first in return, or browsers close the connection.
    """

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        with invocation(context):
            message = started(event)
            connections.put(message.connection_id, message.user_id)
        names = offered(event)
        chosen = {"headers": {PROTOCOL_HEADER: names[0]}} if names else {}
        return {"statusCode": int(HTTPStatus.OK), **chosen}

    return handle


def disconnect_handler() -> LambdaHandler:
    """The handler of disconnects: deletes the connection, which may be deleted already."""

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        with invocation(context):
            connections.delete(started(event).connection_id)
        return {"statusCode": int(HTTPStatus.OK)}

    return handle
