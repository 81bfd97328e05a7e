"""Chat: a WebSocket API for those who know a word, and what one says is sent to all."""

import pulumi

from components.api.web_socket_api import WebSocketApi, WebSocketApiArgs
from components.api.web_socket_route import ConnectAuthorizer, MessageRoute
from components.compute.function import FunctionArgs
from components.defaults import Defaults

defaults = Defaults(throttle_rate=10, throttle_burst=20)


def handler(name: str) -> FunctionArgs:
    return FunctionArgs(handler=f"{name}.handle", code="app", preset="api", defaults=defaults)


SAY = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}

chat = WebSocketApi(
    "chat",
    WebSocketApiArgs(
        connect=handler("connect"),
        disconnect=handler("disconnect"),
        default=MessageRoute(function=handler("explain"), replies=True),
        routes={"say": MessageRoute(function=handler("say"), body=SAY, may="broadcast")},
        authorizer=ConnectAuthorizer(function=handler("authorize")),
        defaults=defaults,
    ),
)

pulumi.export("url", chat.url)
pulumi.export("apiId", chat.id)
pulumi.export("tableName", chat.connections.name)
