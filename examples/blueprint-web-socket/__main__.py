"""Chat: the WebSocket blueprint; who knows a word may connect."""

import pulumi

from components.api.web_socket_api import WebSocketApi, WebSocketApiArgs
from components.api.web_socket_route import ConnectAuthorizer, MessageRoute
from components.blueprints.blueprint import Blueprint, BlueprintArgs
from components.blueprints.patterns import WEB_SOCKET
from components.compute.function import FunctionArgs
from components.defaults import Defaults

defaults = Defaults(throttle_rate=10, throttle_burst=20)
SAY = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}


def handler(name: str) -> FunctionArgs:
    return FunctionArgs(handler=f"{name}.handle", code="app", preset="api", defaults=defaults)


with Blueprint("app", BlueprintArgs(pattern=WEB_SOCKET)) as app:
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
        pulumi.ResourceOptions(parent=app),
    )

pulumi.export("url", chat.url)
pulumi.export("tableName", chat.connections.name)
