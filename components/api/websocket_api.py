"""WebSocket API: connections that stay open, so that services can send to their clients."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.api.websocket_route import (
    CONNECT,
    DEFAULT,
    DISCONNECT,
    IDENTITY_SOURCES,
    ConnectAuthorizer,
    Handler,
    MessageRoute,
    check_handler,
    check_keys,
)
from components.api.websocket_routes import route_of
from components.api.websocket_stage import websocket_stage
from components.compute.function import Function, FunctionArgs
from components.data.table import Index, Table, TableArgs
from components.defaults import Defaults
from components.grants import named
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs
from components.observability import websocket_alarms
from components.references import FunctionRef

# Where ``runtime`` finds the table, the address to send to, and the queue of broadcasts.
CONNECTIONS_TABLE, CONNECTIONS_URL = "CONNECTIONS_TABLE", "CONNECTIONS_URL"
BROADCAST_QUEUE = "BROADCAST_QUEUE"

BY_USER = "byUser"


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
    its time; without it the broadcasting function sends to all of them itself."""

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

    def default_route(self) -> MessageRoute:
        """The route of messages that no named route takes."""
        given = self.default
        return given if isinstance(given, MessageRoute) else MessageRoute(function=given)


class WebSocketApi(pulumi.ComponentResource):
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
        self.connections = Table(
            f"{name}-connections",
            TableArgs(
                key="connectionId",
                indexes=(Index(name=BY_USER, key="userId", include=()),),
                ttl="expiresAt",
                defaults=defaults,
            ),
            opts=child,
        )
        if args.broadcast is not None:
            self.broadcasts = self._worker(name, args.broadcast)
        if args.authorizer is not None:
            self.authorizer = self._authorizer(name, args.authorizer)
        self._routes(name, args)
        parts = [*self.integrations.values(), *self.routes.values()]
        after = [*parts, *self.route_responses.values(), *args.after]
        made = websocket_stage(name, args.stage, self.api, after, defaults, child)
        self.log_group, self.execution_log_group = made.log_group, made.execution_log_group
        self.stage = made.stage
        self._alarms(name, args)
        self.register_outputs({"url": self.url})

    def manage_connections(
        self, variable: str | None = None, methods: tuple[str, ...] = ("POST",)
    ) -> Access:
        """Let a function send to the connections of this API's stage (``POST``), look one up
        (``GET``) or close it (``DELETE``); the variable carries the URL to do it by.
        """
        stage = pulumi.Output.concat(self.api.execution_arn, f"/{self.stage_name}")
        return Access(
            actions=("execute-api:ManageConnections",),
            resources=tuple(
                pulumi.Output.concat(stage, f"/{method}/@connections/*") for method in methods
            ),
            environment=named(variable, self.connections_url),
        )

    def send(self) -> tuple[Access, ...]:
        """Let a function send to connections and to those of a user, and delete the rows of those
        that are gone; the variables are ``CONNECTIONS_TABLE`` and ``CONNECTIONS_URL``.
        """
        table = self.connections
        return (
            self.manage_connections(CONNECTIONS_URL),
            table.read(CONNECTIONS_TABLE),
            table.delete(CONNECTIONS_TABLE),
        )

    def broadcast(self) -> tuple[Access, ...]:
        """Let a function send to every connection as well: itself, or by the queue of broadcasts,
        whose URL is ``BROADCAST_QUEUE``.
        """
        everybody = (*self.send(), self.connections.scan(CONNECTIONS_TABLE))
        if self.broadcasts is None:
            return everybody
        return (*everybody, self.broadcasts.queue.send(BROADCAST_QUEUE))

    def _worker(self, name: str, worker: QueueWorkerArgs) -> QueueWorker:
        function = replace(worker.function, uses=(*worker.function.uses, *self.send()))
        args = replace(worker, function=function, requeues=True)
        return QueueWorker(f"{name}-broadcasts", args, opts=pulumi.ResourceOptions(parent=self))

    def _authorizer(self, name: str, args: ConnectAuthorizer) -> aws.apigatewayv2.Authorizer:
        child = pulumi.ResourceOptions(parent=self)
        function, self.authorizer_function = self._function(f"{name}-authorizer", args.function)
        authorizer = aws.apigatewayv2.Authorizer(
            f"{name}-authorizer",
            api_id=self.api.id,
            name=f"{name}-tokens",
            authorizer_type="REQUEST",
            authorizer_uri=function.invoke_arn,
            identity_sources=[IDENTITY_SOURCES[args.token]],
            opts=child,
        )
        source = pulumi.Output.concat(self.api.execution_arn, "/authorizers/", authorizer.id)
        function.invoked_by(f"{name}-authorizer", "apigateway.amazonaws.com", source, child)
        return authorizer

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
            function, ours = self._function(role, route.function, grants)
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

    def _function(
        self, name: str, handler: Handler, uses: tuple[Access, ...] = ()
    ) -> tuple[FunctionRef, Function | None]:
        """A function of the API, which is made unless it exists."""
        if not isinstance(handler, FunctionArgs):
            return FunctionRef.of(handler), None
        args = replace(handler, uses=(*handler.uses, *uses))
        made = Function(name, args, opts=pulumi.ResourceOptions(parent=self))
        return FunctionRef.of(made), made

    def _alarms(self, name: str, args: WebSocketApiArgs) -> None:
        child, defaults = pulumi.ResourceOptions(parent=self), args.defaults
        dimensions = {"ApiId": self.api.id, "Stage": self.stage.name}
        self.latency_alarm = websocket_alarms.latency(name, dimensions, defaults, child)
        self.server_errors_alarm = websocket_alarms.server_errors(name, dimensions, defaults, child)
        self.connects_alarm = websocket_alarms.rate(
            name, "ConnectCount", args.connects_per_second, dimensions, defaults, child
        )
        self.messages_alarm = websocket_alarms.rate(
            name, "MessageCount", args.messages_per_second, dimensions, defaults, child
        )


def over_http(url: str) -> str:
    """The address of a WebSocket URL for requests: ``https`` of ``wss``, ``http`` of ``ws``."""
    return re.sub("^ws", "http", url)
