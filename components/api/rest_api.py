"""REST API: checks tokens, bodies and headers before a function runs; throttled, logged, traced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components.api import access_log, cors
from components.api.api_alarms import api_alarms
from components.api.caching import Size
from components.api.path import check_siblings, formerly, shape
from components.api.public import public_tags
from components.api.rest_authorizer import (
    FunctionAuthorizer,
    authorizer_calls,
    authorizer_of,
    caller_of,
    check_authorizer,
)
from components.api.rest_definition import RestDefinition
from components.api.rest_limits import check_stage, compression
from components.api.rest_method import RestMethod, RestMethodArgs
from components.api.rest_resources import resources, served_methods
from components.api.rest_stage import MethodOptions, Release, RestStage, check_throttles, rest_stage
from components.api.route import Route, check, check_scopes
from components.api.usage_plan import UsagePlan, check_keys, usage_plans
from components.defaults import Defaults
from components.references import HasArn

# API Gateway's own default, EDGE, sends every request through a distribution of CloudFront's:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html
ENDPOINT_TYPE = "REGIONAL"


@dataclass(frozen=True, kw_only=True)
class RestApiArgs:
    """The routes, and who may call those that are not public.

    Raises ``ValueError`` for routes that cannot be together, a closed one without ``user_pool``,
    and no CORS origin.
    """

    routes: tuple[Route, ...]
    """One ``Route`` for each method of each path; at least one."""

    stage: str = "live"
    """Name of the stage, the first segment of every URL: letters, digits, ``-`` and ``_``, up to
    128 characters."""

    user_pool: HasArn | pulumi.Input[str] | None = None
    """Cognito user pool whose tokens routes that are not public ask for: ours,
    ``aws.cognito.UserPool``, or its ARN."""

    authorizer: FunctionAuthorizer | None = None
    """A function that decides on callers, in place of a ``user_pool``: ``TokenAuthorizer`` by the
    token of a request, ``RequestAuthorizer`` by any of its headers and query parameters."""

    scopes: tuple[str, ...] = ()
    """Scopes of which an access token must have one, as ``shop/orders``: with them the API takes
    access tokens and no ID tokens, without them ID tokens alone."""

    description: str = ""
    """What the API is for, as the console shows it."""

    cache_size: Size | None = "0.5"
    """Gigabytes of the stage's cache, where a route is ``cached``: 0.5, 1.6, 6.1, 13.5, 28.4, 58.2,
    118 or 237. It costs by the hour; None keeps nothing, whatever the routes say. Another size
    empties the cache."""

    usage_plans: Mapping[str, UsagePlan] = field(default_factory=dict)
    """Limits by name, and the keys that they hold for: routes with ``api_key`` ask for one. Without
    any there is the plan ``default``, without keys: the stage's rate and burst, and 100,000
    requests a day of each key that is added to it."""

    default_endpoint: bool = True
    """Whether the API answers at AWS's own URL; without it an ``ApiDomain`` must lead to it."""

    binary_media_types: tuple[str, ...] = ()
    """Types of bodies that are no text, as ``image/png`` or ``image/*``: functions get them in
    base64, and answer them so. ``*/*`` is every type, JSON too."""

    minimum_compression_size: int | None = None
    """Bytes from which responses are compressed, for clients that accept it, and from which
    compressed requests are taken: 0 to 10,485,760. None compresses nothing."""

    after: tuple[pulumi.Resource, ...] = ()
    """What must exist before the stage. API Gateway refuses a stage that logs in an account and
    Region without a role for it: there, ``account_logs`` makes one."""

    defaults: Defaults = Defaults()
    """Stage defaults: CORS origins, throttling, log retention, alarms, tags; with ``data_trace``
    the logs hold requests and responses in full."""

    def __post_init__(self) -> None:
        check(self.routes, self.user_pool is not None or self.authorizer is not None)
        check_scopes(self.routes, self.user_pool is not None)
        check_authorizer(self.authorizer, self.routes, self.user_pool, self.scopes)
        check_siblings(self.definition().paths())
        check_throttles(self.routes)
        check_keys(self.routes, self.usage_plans)
        check_stage(self.stage, self.cache_size, self.binary_media_types)
        compression(self.minimum_compression_size)
        cors.check(self.defaults.cors_origins)

    def authorization(self) -> str:
        """How API Gateway calls the authorization of routes that are not public."""
        return "COGNITO_USER_POOLS" if self.authorizer is None else "CUSTOM"

    def definition(self) -> RestDefinition:
        """The methods of the API, and when it needs another deployment."""
        return RestDefinition(
            routes=self.routes,
            origins=self.defaults.cors_origins,
            caller=caller_of(self.authorizer),
        )


class RestApi(pulumi.ComponentResource):
    """A REST API with one stage; each route calls its function by proxy integration.

    Two alarms go to ALARM above the stage defaults: the 99th percentile of latency, and the share
    of 5xx responses. ``methods`` are by route key, as ``POST /orders``, ``api_keys`` by plan and
    key, as ``partners/acme``, and ``key_values`` are what clients send of them, as secrets.
    """

    name: pulumi.Output[str]
    url: pulumi.Output[str]
    rest_api: aws.apigateway.RestApi
    request_validator: aws.apigateway.RequestValidator
    authorizer: aws.apigateway.Authorizer | None = None
    methods: dict[str, RestMethod]
    log_group: aws.cloudwatch.LogGroup
    execution_log_group: aws.cloudwatch.LogGroup
    deployment: aws.apigateway.Deployment
    stage: aws.apigateway.Stage
    method_settings: aws.apigateway.MethodSettings
    route_settings: tuple[aws.apigateway.MethodSettings, ...]
    usage_plans: dict[str, aws.apigateway.UsagePlan]
    api_keys: dict[str, aws.apigateway.ApiKey]
    key_values: dict[str, pulumi.Output[str]]
    latency_alarm: aws.cloudwatch.MetricAlarm
    server_errors_alarm: aws.cloudwatch.MetricAlarm
    error_budget_alarm: aws.cloudwatch.CompositeAlarm | None

    def __init__(
        self, name: str, args: RestApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:api:RestApi", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.rest_api = aws.apigateway.RestApi(
            f"{name}-api",
            description=args.description or None,
            endpoint_configuration={"types": ENDPOINT_TYPE},
            minimum_compression_size=compression(args.minimum_compression_size),
            binary_media_types=list(args.binary_media_types) or None,
            disable_execute_api_endpoint=None if args.default_endpoint else True,
            tags={**args.defaults.tags, **public_tags(args.routes)},
            opts=child,
        )
        self.request_validator = aws.apigateway.RequestValidator(
            f"{name}-validator",
            rest_api=self.rest_api.id,
            validate_request_body=True,
            validate_request_parameters=True,
            opts=child,
        )
        self.authorizer = authorizer_of(
            f"{name}-authorizer", self.rest_api, args.user_pool, args.authorizer, child
        )
        made = self._deploy(name, args, self._paths(name, args))
        self.log_group, self.deployment = made.log_group, made.deployment
        self.stage, self.execution_log_group = made.stage, made.execution_log_group
        self.method_settings, self.route_settings = made.method_settings, made.route_settings
        plans = usage_plans(name, args.usage_plans, self.stage, args.defaults, child)
        self.usage_plans, self.api_keys, self.key_values = plans.plans, plans.keys, plans.values()
        dimensions = {"ApiName": self.rest_api.name, "Stage": self.stage.stage_name}
        watched = api_alarms(name, "5XXError", dimensions, args.defaults, child)
        self.latency_alarm, self.server_errors_alarm = watched.latency, watched.server_errors
        self.error_budget_alarm = watched.error_budget

        self.name, self.url = self.rest_api.name, self.stage.invoke_url
        self.register_outputs({"url": self.url})

    def _paths(self, name: str, args: RestApiArgs) -> list[pulumi.Resource]:
        """Resources, preflights and methods; returns what a deployment must wait for."""
        child, api = pulumi.ResourceOptions(parent=self), self.rest_api
        definition = args.definition()
        served = served_methods(name, definition.served(), api, child)
        part = pulumi.ResourceOptions(parent=self, replace_with=[served])
        ids = resources(name, definition.paths(), api, child)
        parts: list[pulumi.Resource] = []
        origins = args.defaults.cors_origins
        self.methods = {}
        for path in sorted({*definition.paths(), *(route.path for route in args.routes)}):
            parts += cors.preflight(f"{name}-options", path, api.id, ids[path], origins, part)
        for route in args.routes:
            verb = f"{name}-{route.method.lower()}"
            logical = f"{verb}{shape(route.path)}"
            method = RestMethod(
                logical,
                RestMethodArgs(
                    route=route,
                    api=api,
                    resource_id=ids[route.path],
                    validator_id=self.request_validator.id,
                    authorizer_id=None if self.authorizer is None else self.authorizer.id,
                    authorization=args.authorization(),
                    scopes=route.scopes or args.scopes,
                    cache_keys=definition.cache_keys(route),
                    defaults=args.defaults,
                ),
                opts=formerly(f"{verb}{route.path}", logical, part),
            )
            self.methods[route.key] = method
            parts += [method.method, method.integration, *method.responses]
        return parts

    def _deploy(self, name: str, args: RestApiArgs, parts: list[pulumi.Resource]) -> RestStage:
        child, origins = pulumi.ResourceOptions(parent=self), args.defaults.cors_origins
        responses = cors.gateway_responses(name, self.rest_api.id, origins, child)
        calls = [*authorizer_calls(args.user_pool, args.authorizer), *args.scopes]
        calls += [*args.binary_media_types, *([] if args.default_endpoint else ["domain alone"])]
        release = Release(
            triggers=args.definition().triggers(*calls),
            parts=[*parts, *responses],
            after=[*args.after],
            caller=access_log.BY_TOKEN if args.authorizer is None else access_log.BY_POLICY,
        )
        options = MethodOptions.of(args.routes, args.cache_size)
        return rest_stage(name, args.stage, self.rest_api, release, options, args.defaults, child)
