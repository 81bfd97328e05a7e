"""REST API: routes that call functions, with bodies, headers and tokens checked before."""

from collections.abc import Mapping
from typing import Any, Required, TypedDict

import pulumi

from components.api import rest_api
from components.api.account_logs import account_logs
from components.api.rest_authorizer import TokenAuthorizer
from components.api.usage_plan import Quota, UsagePlan
from components.defaults import Defaults
from package.api_route import route, seconds, throttle
from package.arguments import given, named_as_written, whole_numbers
from package.stage_defaults import StageDefaults, defaults

# What the component has in another form.
ELSEWHERE = (
    "routes",
    "account_logs",
    "authorizer_arn",
    "authorizer_seconds",
    "usage_plans",
    "defaults",
)


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

    cache_seconds: int
    """For how many seconds a response of a GET route is kept for later requests, 60 to 3600; not kept unless given."""

    cache_query: list[str]
    """Query parameters that a kept response depends on; with cacheSeconds."""

    cache_headers: list[str]
    """Headers that a kept response depends on, beside the caller's Authorization; with cacheSeconds."""

    api_key: bool
    """Whether a request must have a key of a usage plan; false unless given."""

    scopes: list[str]
    """Scopes of which an access token must have one for this route; those of the API unless given."""

    rate: float
    """Requests a second that the route takes, for all callers together; with burst. The stage's limit unless given."""

    burst: int
    """Requests that the route takes at the same time, above the rate; with rate."""


class RestUsagePlan(TypedDict, total=False):
    """How much of a REST API each key of a plan may use; a key meters a client and proves nothing of who makes a request."""

    keys: Required[list[str]]
    """Names of the keys, one for each client: letters, digits and hyphens."""

    rate: float
    """Requests a second of each key; with burst."""

    burst: int
    """Requests of each key at the same time, above the rate; with rate."""

    quota: int
    """Requests of each key in a quotaPeriod; without limit unless given."""

    quota_period: str
    """DAY, WEEK or MONTH, of the quota; DAY unless given."""


class RestApiArgs(TypedDict, total=False):
    """The routes, and who may call those that are not public."""

    routes: Required[list[RestApiRoute]]
    """One for each method of each path, at least one."""

    stage: str
    """Name of the stage, the first segment of every URL: letters, digits, - and _, up to 128 characters; live unless given."""

    user_pool: pulumi.Input[str]
    """ARN of the Cognito user pool whose tokens routes ask for that are not public."""

    scopes: list[str]
    """Scopes of which an access token of the pool must have one, as shop/orders: with them the API takes access tokens, without them ID tokens."""

    authorizer_arn: pulumi.Input[str]
    """ARN of a function that decides on callers in place of a user pool, by the token in the header Authorization; it answers an IAM policy."""

    authorizer_seconds: int
    """For how many seconds a decision of that function is kept, 0 to 3600; 300 unless given."""

    cache_size: str
    """Gigabytes of the cache, where a route has cacheSeconds: 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118 or 237; 0.5 unless given. It costs by the hour."""

    usage_plans: Mapping[str, RestUsagePlan]
    """Limits by name, and the keys that they hold for, of routes with apiKey."""

    minimum_compression_size: int
    """Bytes from which responses are compressed, 0 to 10485760; none are unless given."""

    default_endpoint: bool
    """Whether the API answers at AWS's own URL; true unless given."""

    binary_media_types: list[str]
    """Types of bodies that are no text, as image/png or image/*; functions get them in base64, and answer them so. None unless given."""

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
                authorizer=authorizer(args),
                usage_plans={n: plan(each) for n, each in args.get("usage_plans", {}).items()},
                **given(RestApiArgs, args, *ELSEWHERE),
            )
            made = rest_api.RestApi(name, api_args, opts=child)
        self.api_name, self.url = made.name, made.url
        self.stage_name = made.stage.stage_name
        self.register_outputs({"url": made.url})


def authorizer(args: RestApiArgs) -> TokenAuthorizer | None:
    """The function that decides on callers, if any."""
    if "authorizer_arn" not in args:
        return None
    return TokenAuthorizer(
        function=args["authorizer_arn"], **seconds(RestApiArgs, args, "authorizer_seconds")
    )


def plan(args: RestUsagePlan) -> UsagePlan:
    """A usage plan as the component takes it."""
    quota = None
    if "quota" in args:
        period: Any = args.get("quota_period", "DAY")
        quota = Quota(limit=whole_numbers(args["quota"]), period=period)
    return UsagePlan(keys=tuple(args["keys"]), throttle=throttle(args), quota=quota)


def logs(
    name: str, args: Mapping[str, Any], stage: Defaults, opts: pulumi.ResourceOptions
) -> tuple[pulumi.Resource, ...]:
    """The account's setting for API logs, if this stack makes it."""
    if not args.get("account_logs", False):
        return ()
    return (account_logs(f"{name}-account-logs", stage, opts),)
