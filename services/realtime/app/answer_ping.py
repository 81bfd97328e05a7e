"""``ping``: answers, so that a connection stays open and a client knows that it is."""

from __future__ import annotations

from typing import Any

from contracts.codec import encode
from contracts.realtime import Ping, Pong
from runtime.websocket.handler import message_handler
from runtime.websocket.message import SocketMessage


@message_handler
def handle(message: SocketMessage) -> Any:
    message.body(Ping)
    return encode(Pong())
