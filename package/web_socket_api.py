"""WebSocket API: connections that stay open, and a function for each kind of message."""

from collections.abc import Mapping
from typing import Any, Required, TypedDict

import pulumi

from components.api import web_socket_api
from components.api.web_socket_route import ConnectAuthorizer, MessageRoute
from components.messaging.queue_worker import QueueWorkerArgs
from package.arguments import given, named_as_written, whole_numbers
from package.function_settings import FunctionSettings, function_args
from package.rest_api import logs
from package.stage_defaults import StageDefaults, defaults


class WebSocketRoute(TypedDict, total=False):
    """The function for the messages of one name, and what the API checks first."""

    function: Required[FunctionSettings]
    """The function, which the API makes."""

    body: Mapping[str, Any]
    """JSON Schema (draft 4) of a message; the function is not called for one that does not match. Any message unless given."""

    replies: bool
    """Whether the body of what the function returns is sent back on the same connection; false unless given."""

    may: str
    """What the function may do with connections: answer, send (to one, or to those of a user) or broadcast (to all); answer unless given."""


class WebSocketApiArgs(TypedDict, total=False):
    """What answers connects, disconnects and messages, and who may connect."""

    connect: Required[FunctionSettings]
    """The function that is called when a client connects; it may write to the connections table. An answer of another status than 2xx refuses the connection."""

    disconnect: Required[FunctionSettings]
    """The function that is called after a connection was closed; it may delete from the connections table."""

    default: Required[FunctionSettings]
    """The function for messages that no named route takes."""

    routes: Mapping[str, WebSocketRoute]
    """The routes of named messages, by the value of the field that selection names."""

    authorizer: FunctionSettings
    """The function that decides who may connect, by a token; it answers an IAM policy. Needed unless public."""

    token: str
    """Where clients put the token: query, the parameter token of the URL, or protocol, the header Sec-WebSocket-Protocol; query unless given."""

    public: bool
    """Whether anybody may connect; false unless given."""

    broadcast: FunctionSettings
    """The function that sends batches of 100 connections of a broadcast, from a queue; without it the broadcasting function sends to all itself."""

    selection: str
    """The field of a message, which must be JSON, that names its route; $request.body.action unless given."""

    stage: str
    """Name of the stage, the last segment of the URL: letters, digits, - and _, up to 128 characters; live unless given."""

    account_logs: bool
    """Whether this stack sets the role by which API Gateway writes logs in this account and Region; false unless given. There is one such setting, and a WebSocket API needs it."""

    description: str
    """What the API is for, as the AWS console shows it; empty unless given."""

    connects_per_second: float
    """New connections, how many a second at most; above them an alarm goes to ALARM; 400 unless given."""

    messages_per_second: float
    """Messages, how many a second at most, to clients too; above them an alarm goes to ALARM; 1000 unless given."""

    defaults: StageDefaults
    """What the components of this stage have in common, as throttling."""


class WebSocketApi(pulumi.ComponentResource):
    """A WebSocket API with a table of its open connections, a function for each route, an access log, throttling, and alarms on latency, failures and rates."""

    api_id: pulumi.Output[str]
    """Id of the API."""

    url: pulumi.Output[str]
    """URL that clients connect to, wss://."""

    connections_table_name: pulumi.Output[str]
    """Name of the table of open connections, by connectionId; rows expire after two hours."""

    def __init__(
        self, name: str, args: WebSocketApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:WebSocketApi", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(WebSocketApiArgs):
            stage = defaults(args.get("defaults"))
            api_args = web_socket_api.WebSocketApiArgs(
                connect=function_args(args["connect"]),
                disconnect=function_args(args["disconnect"]),
                default=function_args(args["default"]),
                routes={key: route(each) for key, each in args.get("routes", {}).items()},
                authorizer=authorizer(args),
                broadcast=broadcast(args),
                after=logs(name, args, stage, child),
                defaults=stage,
                **given(WebSocketApiArgs, args, *ELSEWHERE),
            )
            made = web_socket_api.WebSocketApi(name, api_args, opts=child)
        self.api_id, self.url = made.id, made.url
        self.connections_table_name = made.connections.name
        self.register_outputs({"url": made.url})


# What the component has in another form.
ELSEWHERE = (
    "connect",
    "disconnect",
    "default",
    "routes",
    "authorizer",
    "token",
    "broadcast",
    "account_logs",
    "defaults",
)


def route(args: WebSocketRoute) -> MessageRoute:
    """A route as the component takes it."""
    body, may = args.get("body"), args.get("may", "answer")
    return MessageRoute(
        function=function_args(args["function"]),
        body=None if body is None else whole_numbers(body),
        replies=args.get("replies", False),
        may=may,  # type: ignore[arg-type]
    )


def authorizer(args: WebSocketApiArgs) -> ConnectAuthorizer | None:
    """Who decides who may connect, if a function does."""
    if "authorizer" not in args:
        if "token" in args:
            raise ValueError("token needs an authorizer, got none")
        return None
    token: Any = args.get("token", "query")
    return ConnectAuthorizer(function=function_args(args["authorizer"]), token=token)


def broadcast(args: WebSocketApiArgs) -> QueueWorkerArgs | None:
    """The worker of broadcasts, a message of whose queue is an invocation of its own."""
    if "broadcast" not in args:
        return None
    return QueueWorkerArgs(function=function_args(args["broadcast"]), batch_size=1)
