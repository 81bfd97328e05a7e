"""WebSocket API: connections that stay open, so that services can send to their clients."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pulumi
import pulumi_aws as aws

from components.api.web_socket_connections import connections_table, over_http
from components.api.web_socket_functions import authorizer_of, function_of
from components.api.web_socket_grants import CONNECTIONS_TABLE, WebSocketGrants
from components.api.web_socket_route import (
    CONNECT,
    DEFAULT,
    DISCONNECT,
    ConnectAuthorizer,
    Handler,
    MessageRoute,
    check_handler,
    check_keys,
)
from components.api.web_socket_routes import route_of
from components.api.web_socket_stage import web_socket_stage
from components.compute.function import Function
from components.data.table import Table
from components.defaults import Defaults
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs
from components.observability import web_socket_alarms


@dataclass(frozen=True, kw_only=True)
class WebSocketApiArgs:
    """What answers connects, disconnects and messages, and who may connect.

    Raises ``ValueError`` without an authorizer and ``public``, and for a route key, a selection or
    a stage that API Gateway does not take.
    """

    connect: Handler
    """The function that is called when a client connects: the arguments of one, which the API makes
    and which may write to the connections table; or a function that exists. An answer of another
    status than 2xx refuses the connection."""

    disconnect: Handler
    """The function that is called after a connection was closed; it may delete from the connections
    table. API Gateway does not always notice that a client is gone, and calls it at best."""

    default: Handler | MessageRoute
    """The function for messages that no named route takes, and for those that are no JSON."""

    routes: Mapping[str, MessageRoute] = field(default_factory=dict)
    """The routes of named messages, by the value of the field that ``selection`` names."""

    authorizer: ConnectAuthorizer | None = None
    """Who decides who may connect; needed unless ``public``."""

    public: bool = False
    """Whether anybody may connect."""

    broadcast: QueueWorkerArgs | None = None
    """A worker that sends batches of a broadcast, for more connections than one function reaches in
    its time; without it the broadcasting function sends to all of them itself. A message of its
    queue is for 100 connections, so that each is an invocation of its own (``batch_size`` 1)."""

    selection: str = "$request.body.action"
    """The field of a message, which must be JSON, that names its route."""

    stage: str = "live"
    """Name of the stage, the last segment of the URL: letters, digits, ``-`` and ``_``, up to 128
    characters."""

    description: str = ""
    """What the API is for, as the console shows it."""

    connects_per_second: float = 400
    """The connects alarm goes to ALARM above it; an account may have 500 new connections a second,
    unless it has asked for more."""

    messages_per_second: float = 1000
    """The messages alarm goes to ALARM above it; messages to clients count as well."""

    after: tuple[pulumi.Resource, ...] = ()
    """What must exist before the stage. API Gateway refuses a stage that logs in an account and
    Region without a role for it: there, ``account_logs`` makes one."""

    defaults: Defaults = Defaults()
    """Stage defaults: throttling, log retention, alarms, tags; with ``data_trace`` the logs hold
    messages in full."""

    def __post_init__(self) -> None:
        check_handler("connect", self.connect)
        check_handler("disconnect", self.disconnect)
        if self.default_route().body is not None:
            raise ValueError("default must have no body: the messages it gets have no form")
        check_keys(self.routes, self.selection)
        if (self.authorizer is None) == (not self.public):
            given = "both" if self.public else "neither"
            raise ValueError(f"a WebSocket API needs an authorizer or public=True, got {given}")
        if not re.fullmatch(r"[\w-]{1,128}", self.stage, re.ASCII):
            raise ValueError(
                f"stage must be 1 to 128 letters, digits, hyphens or underscores, got {self.stage}"
            )
        for name in ("connects_per_second", "messages_per_second"):
            if (given_rate := getattr(self, name)) <= 0:
                raise ValueError(f"{name} must be more than 0, got {given_rate:g}")

    def rates(self) -> dict[str, float]:
        """What passes a second above which alarms go to ALARM, by metric."""
        return {
            "ConnectCount": self.connects_per_second,
            "MessageCount": self.messages_per_second,
        }

    def default_route(self) -> MessageRoute:
        """The route of messages that no named route takes."""
        given = self.default
        return given if isinstance(given, MessageRoute) else MessageRoute(function=given)


class WebSocketApi(WebSocketGrants, pulumi.ComponentResource):
    """A WebSocket API with one stage that deploys itself, a table of its open connections, and a
    function for each route.

    Rows of ``connections`` have the key ``connectionId``; the index ``byUser`` finds those of a
    ``userId``. Rows expire at ``expiresAt``: no connection is open for more than two hours. Four
    alarms: the 99th percentile of latency, the share of failures, and the rates of connects and of
    messages. ``functions`` (those the API makes), ``integrations`` and ``routes`` are by route
    key. Clients connect to ``url``; functions send to them by ``connections_url``.
    """

    id: pulumi.Output[str]
    url: pulumi.Output[str]
    connections_url: pulumi.Output[str]
    stage_name: str
    api: aws.apigatewayv2.Api
    connections: Table
    broadcasts: QueueWorker | None = None
    functions: dict[str, Function]
    authorizer: aws.apigatewayv2.Authorizer | None = None
    authorizer_function: Function | None = None
    integrations: dict[str, aws.apigatewayv2.Integration]
    routes: dict[str, aws.apigatewayv2.Route]
    route_responses: dict[str, aws.apigatewayv2.RouteResponse]
    models: dict[str, aws.apigatewayv2.Model]
    log_group: aws.cloudwatch.LogGroup
    execution_log_group: aws.cloudwatch.LogGroup
    stage: aws.apigatewayv2.Stage
    latency_alarm: aws.cloudwatch.MetricAlarm
    server_errors_alarm: aws.cloudwatch.MetricAlarm
    connects_alarm: aws.cloudwatch.MetricAlarm
    messages_alarm: aws.cloudwatch.MetricAlarm

    def __init__(
        self, name: str, args: WebSocketApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:api:WebSocketApi", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults, self.stage_name = args.defaults, args.stage

        self.api = aws.apigatewayv2.Api(
            f"{name}-api",
            protocol_type="WEBSOCKET",
            route_selection_expression=args.selection,
            description=args.description or None,
            tags=defaults.tags,
            opts=child,
        )
        self.id = self.api.id
        self.url = pulumi.Output.concat(self.api.api_endpoint, f"/{args.stage}")
        self.connections_url = self.url.apply(over_http)
        self.connections = connections_table(name, defaults, child)
        if args.broadcast is not None:
            self.broadcasts = self._worker(name, args.broadcast)
        if args.authorizer is not None:
            self.authorizer, self.authorizer_function = authorizer_of(
                name, args.authorizer, self.api, child
            )
        self._routes(name, args)
        parts = [*self.integrations.values(), *self.routes.values()]
        after = [*parts, *self.route_responses.values(), *args.after]
        made = web_socket_stage(name, args.stage, self.api, after, defaults, child)
        self.log_group, self.execution_log_group = made.log_group, made.execution_log_group
        self.stage = made.stage
        self.latency_alarm, self.server_errors_alarm, self.connects_alarm, self.messages_alarm = (
            web_socket_alarms.of_stage(name, self.stage, args.rates(), defaults, child)
        )
        self.register_outputs({"url": self.url})

    def _worker(self, name: str, worker: QueueWorkerArgs) -> QueueWorker:
        uses = (*worker.function.uses, *self.send_batches())
        function = replace(worker.function, uses=uses)
        args = replace(worker, function=function, requeues=True, batch_size=1)
        return QueueWorker(f"{name}-broadcasts", args, opts=pulumi.ResourceOptions(parent=self))

    def _routes(self, name: str, args: WebSocketApiArgs) -> None:
        """Each route with its function, integration and permission."""
        child, table = pulumi.ResourceOptions(parent=self), self.connections
        uses = {
            CONNECT: (table.create(CONNECTIONS_TABLE),),
            DISCONNECT: (table.delete(CONNECTIONS_TABLE),),
        }
        granted = {"answer": (), "send": self.send(), "broadcast": self.broadcast()}
        routes = {
            CONNECT: MessageRoute(function=args.connect),
            DISCONNECT: MessageRoute(function=args.disconnect),
            DEFAULT: args.default_route(),
            **args.routes,
        }
        self.integrations, self.routes, self.route_responses, self.models = {}, {}, {}, {}
        self.functions = {}
        for key, route in routes.items():
            role = f"{name}-{key[1:]}" if key.startswith("$") else f"{name}-message-{key}"
            grants = uses.get(key, granted[route.may])
            function, ours = function_of(role, route.function, grants, child)
            made = route_of(role, key, route, function, self.api, self._guard(key), child)
            self.integrations[key], self.routes[key] = made.integration, made.route
            if ours is not None:
                self.functions[key] = ours
            if made.response is not None:
                self.route_responses[key] = made.response
            if made.model is not None:
                self.models[key] = made.model

    def _guard(self, key: str) -> aws.apigatewayv2.Authorizer | None:
        """The authorizer of a route: API Gateway takes one for connects only."""
        return self.authorizer if key == CONNECT else None
