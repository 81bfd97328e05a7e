"""Realtime: a WebSocket API, and a consumer that sends to a customer's connections."""

from __future__ import annotations

from components.api.web_socket_api import WebSocketApiArgs
from components.api.web_socket_route import ConnectAuthorizer, MessageRoute
from contracts.orders import OrderCancelled, OrderConfirmed
from contracts.realtime import Ping, SendNotice
from contracts.schema import request_model
from contracts.shipping import OrderFulfilled
from microservice.microservice import Microservice


def define(service: Microservice) -> None:
    """Who has connected is known by the token of the connect; a customer gets that customer's
    orders, and nothing of others.
    """
    functions = service.functions
    api = service.web_socket_api(
        WebSocketApiArgs(
            connect=functions.web_socket("open_connection"),
            disconnect=functions.web_socket("close_connection"),
            default=MessageRoute(function=functions.web_socket("refuse_message"), replies=True),
            routes={
                "ping": MessageRoute(
                    function=functions.web_socket("answer_ping"),
                    body=request_model(Ping),
                    replies=True,
                ),
                "notice": MessageRoute(
                    function=functions.web_socket("send_notice"),
                    body=request_model(SendNotice),
                    replies=True,
                    may="broadcast",
                ),
            },
            authorizer=ConnectAuthorizer(function=functions.authorizer("authorize_connect")),
            broadcast=functions.worker("send_batch"),
        )
    )
    service.on.events(
        "send_status", [OrderConfirmed, OrderCancelled, OrderFulfilled], uses=api.send()
    )
