"""``notice``: sends a text of an agent to every open connection."""

from __future__ import annotations

from typing import Any

from contracts.codec import encode
from contracts.realtime import Notice, SendNotice
from runtime.api.groups import AGENTS
from runtime.websocket.broadcast import broadcast
from runtime.websocket.handler import message_handler
from runtime.websocket.message import SocketMessage


@message_handler
def handle(message: SocketMessage) -> Any:
    message.require_group(AGENTS, "send notices")
    given = message.body(SendNotice)
    broadcast(encode(Notice(text=given.text)))
