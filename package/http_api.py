"""HTTP API: routes that call functions, with tokens checked before a function runs."""

from typing import Required, TypedDict

import pulumi

from components.api import http_api
from components.api.request_authorizer import RequestAuthorizer
from package.api_route import route, seconds
from package.arguments import named_as_written
from package.stage_defaults import StageDefaults, defaults


class HttpApiRoute(TypedDict, total=False):
    """One method of one path, and the function that answers it."""

    method: Required[str]
    """GET, POST, PUT, PATCH or DELETE."""

    path: Required[str]
    """The path with its parameters in braces, as /orders/{orderId}; {rest+} takes several segments."""

    function_arn: Required[pulumi.Input[str]]
    """ARN of the function that answers; the API gets the permission to invoke it for this route."""

    public: bool
    """Whether anybody may call the route; false unless given, and then the API must have an issuer and an audience."""

    scopes: list[str]
    """Scopes of which an access token must have one for this route; those of the API unless given."""

    rate: float
    """Requests a second that the route takes, for all callers together; with burst. The stage's limit unless given."""

    burst: int
    """Requests that the route takes at the same time, above the rate; with rate."""


class HttpApiArgs(TypedDict, total=False):
    """The routes, and whose tokens they ask for."""

    routes: Required[list[HttpApiRoute]]
    """One for each method of each path, at least one."""

    issuer: pulumi.Input[str]
    """URL of the issuer of the tokens (JWT) that routes ask for that are not public, as a Cognito user pool's."""

    audience: pulumi.Input[str]
    """Client id that a token must be for; with an issuer."""

    scopes: list[str]
    """Scopes of which an access token must have one, as shop/orders; with an issuer. Tokens need none unless given."""

    authorizer_arn: pulumi.Input[str]
    """ARN of a function that decides on callers in place of an issuer, by the header Authorization; it answers isAuthorized (payload format 2.0)."""

    authorizer_seconds: int
    """For how many seconds a decision of that function is kept, 0 to 3600; 300 unless given."""

    default_endpoint: bool
    """Whether the API answers at AWS's own URL; true unless given."""

    description: str
    """What the API is for, as the AWS console shows it; empty unless given."""

    defaults: StageDefaults
    """What the components of this stage have in common, as CORS origins and throttling."""


class HttpApi(pulumi.ComponentResource):
    """An HTTP API with an access log, throttling, CORS, and alarms on latency and 5xx responses; each route calls its function by proxy integration, payload format 2.0."""

    api_id: pulumi.Output[str]
    """Id of the API."""

    url: pulumi.Output[str]
    """URL of the API, without a slash at its end."""

    def __init__(
        self, name: str, args: HttpApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:HttpApi", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(HttpApiArgs):
            api_args = http_api.HttpApiArgs(
                routes=tuple(map(route, args["routes"])),
                tokens=tokens(args),
                authorizer=authorizer(args),
                default_endpoint=args.get("default_endpoint", True),
                description=args.get("description", ""),
                defaults=defaults(args.get("defaults")),
            )
            made = http_api.HttpApi(name, api_args, opts=child)
        self.api_id, self.url = made.id, made.url
        self.register_outputs({"url": made.url})


def tokens(args: HttpApiArgs) -> http_api.JwtIssuer | None:
    """Whose tokens the API asks for, if any."""
    if ("issuer" in args) != ("audience" in args):
        raise ValueError("issuer and audience must be given together, got one of them")
    if "issuer" not in args:
        if "scopes" in args:
            raise ValueError("scopes need an issuer and an audience, got neither")
        return None
    return http_api.JwtIssuer(
        issuer=args["issuer"], audience=args["audience"], scopes=tuple(args.get("scopes", ()))
    )


def authorizer(args: HttpApiArgs) -> RequestAuthorizer | None:
    """The function that decides on callers, if any."""
    if "authorizer_arn" not in args:
        return None
    return RequestAuthorizer(
        function=args["authorizer_arn"], **seconds(HttpApiArgs, args, "authorizer_seconds")
    )
