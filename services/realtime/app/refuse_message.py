"""Messages of no route: answers with the actions that there are."""

from __future__ import annotations

from typing import Any

from runtime.http_errors import NotFound
from runtime.websocket.handler import message_handler
from runtime.websocket.message import SocketMessage


@message_handler
def handle(message: SocketMessage) -> Any:
    raise NotFound('a message must be JSON with an action: "ping", or for agents "notice"')
