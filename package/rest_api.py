"""REST API: routes that call functions, with bodies, headers and tokens checked before."""

from collections.abc import Mapping
from typing import Any, Required, TypedDict

import pulumi

from components.api import rest_api
from components.api.account_logs import account_logs
from components.defaults import Defaults
from package.api_route import route
from package.arguments import given, named_as_written
from package.stage_defaults import StageDefaults, defaults


class RestApiRoute(TypedDict, total=False):
    """One method of one path, what a request must have, and the function that answers it."""

    method: Required[str]
    """GET, POST, PUT, PATCH or DELETE."""

    path: Required[str]
    """The path with its parameters in braces, as /orders/{orderId}; {rest+} takes several segments."""

    function_arn: Required[pulumi.Input[str]]
    """ARN of the function that answers; the API gets the permission to invoke it for this route."""

    public: bool
    """Whether anybody may call the route; false unless given, and then the API must have a user pool."""

    body: Mapping[str, Any]
    """JSON Schema (draft 4) of the request's body; the API answers 400 itself to one that does not match. Any body unless given."""

    headers: list[str]
    """Headers that a request must have; the API answers 400 itself to a request without."""


class RestApiArgs(TypedDict, total=False):
    """The routes, and who may call those that are not public."""

    routes: Required[list[RestApiRoute]]
    """One for each method of each path, at least one."""

    stage: str
    """Name of the stage, the first segment of every URL: letters, digits, - and _, up to 128 characters; live unless given."""

    user_pool: pulumi.Input[str]
    """ARN of the Cognito user pool whose tokens routes ask for that are not public."""

    account_logs: bool
    """Whether this stack sets the role by which API Gateway writes logs in this account and Region; false unless given. There is one such setting, and a REST API needs it."""

    description: str
    """What the API is for, as the AWS console shows it; empty unless given."""

    defaults: StageDefaults
    """What the components of this stage have in common, as CORS origins and throttling."""


class RestApi(pulumi.ComponentResource):
    """A REST API with request validation, an access log, X-Ray tracing, throttling, CORS, and alarms on latency and 5xx responses; each route calls its function by proxy integration."""

    api_name: pulumi.Output[str]
    """Name of the API."""

    stage_name: pulumi.Output[str]
    """Name of the stage."""

    url: pulumi.Output[str]
    """URL of the stage, without a slash at its end."""

    def __init__(
        self, name: str, args: RestApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:RestApi", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(RestApiArgs):
            stage = defaults(args.get("defaults"))
            api_args = rest_api.RestApiArgs(
                routes=tuple(map(route, args["routes"])),
                after=logs(name, args, stage, child),
                defaults=stage,
                **given(RestApiArgs, args, "routes", "account_logs", "defaults"),
            )
            made = rest_api.RestApi(name, api_args, opts=child)
        self.api_name, self.url = made.name, made.url
        self.stage_name = made.stage.stage_name
        self.register_outputs({"url": made.url})


def logs(
    name: str, args: RestApiArgs, stage: Defaults, opts: pulumi.ResourceOptions
) -> tuple[pulumi.Resource, ...]:
    """The account's setting for API logs, if this stack makes it."""
    if not args.get("account_logs", False):
        return ()
    return (account_logs(f"{name}-account-logs", stage, opts),)
