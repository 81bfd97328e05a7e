"""HTTP API: checks tokens before a function runs, bodies are the function's; cheaper than REST."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.api import access_log, cors, old_system
from components.api.api_alarms import api_alarms
from components.api.http_authorizer import function_authorizer, token_authorizer
from components.api.public import public_tags
from components.api.request_authorizer import RequestAuthorizer
from components.api.route import Route, check, check_scopes
from components.defaults import Defaults
from components.observability.log_group import log_group


@dataclass(frozen=True, kw_only=True)
class JwtIssuer:
    """Who signs the tokens (JWT) that routes ask for, and for which client."""

    issuer: pulumi.Input[str]
    """URL of the issuer, as a user pool's ``issuer``; it must serve an OpenID configuration."""

    audience: pulumi.Input[str]
    """Client id that a token must be for, as a user pool's ``client_id``."""

    scopes: tuple[str, ...] = ()
    """Scopes of which an access token must have one, as ``shop/orders``. An ID token has none, so
    that with scopes it is answered with 403; without them both kinds are taken."""


@dataclass(frozen=True, kw_only=True)
class HttpApiArgs:
    """The routes, and who may call those that are not public.

    Raises ``ValueError`` for routes that cannot be together, a closed one without ``tokens`` or
    an ``authorizer``, and one with a body or headers to check, which only a REST API can.
    """

    routes: tuple[Route, ...]
    """One ``Route`` for each method of each path; at least one."""

    tokens: JwtIssuer | None = None
    """The issuer of the tokens that routes ask for that are not public."""

    authorizer: RequestAuthorizer | None = None
    """A function that decides on callers, in place of ``tokens``."""

    old_system: pulumi.Input[str] | None = None
    """URL of the system that this API is to replace route by route: every request that no route
    takes is forwarded to it, path, query, headers and body. It checks its callers itself: the API
    asks for no token there."""

    default_endpoint: bool = True
    """Whether the API answers at AWS's own URL; without it an ``ApiDomain`` must lead to it."""

    description: str = ""
    """What the API is for, as the console shows it."""

    defaults: Defaults = Defaults()
    """Stage defaults: CORS origins, throttling, log retention, alarms, tags."""

    def __post_init__(self) -> None:
        if self.tokens is not None and self.authorizer is not None:
            raise ValueError("an HTTP API must have tokens or an authorizer; got both")
        check(self.routes, self.tokens is not None or self.authorizer is not None)
        check_scopes(self.routes, self.tokens is not None)
        old_system.check(self.old_system)
        direct = [route.key for route in self.routes if route.direct is not None]
        if direct:
            raise ValueError(
                f"an HTTP API needs a function for each route: {', '.join(direct)}; use a REST API"
            )
        cached = [route.key for route in self.routes if route.cached is not None]
        if cached:
            raise ValueError(f"an HTTP API keeps no responses: {', '.join(cached)}; use a REST API")
        keyed = [route.key for route in self.routes if route.api_key]
        if keyed:
            raise ValueError(f"an HTTP API has no keys: {', '.join(keyed)}; use a REST API")
        checked = [route.key for route in self.routes if route.body or route.headers]
        if checked:
            raise ValueError(
                f"an HTTP API cannot check bodies or headers: {', '.join(checked)}; use a REST API"
            )


class HttpApi(pulumi.ComponentResource):
    """An HTTP API with a stage that deploys itself; each route calls its function by proxy
    integration, payload format 2.0.

    HTTP APIs have no X-Ray tracing: a trace begins in the function. Two alarms go to ALARM above
    the stage defaults: the 99th percentile of latency, and the share of 5xx responses. ``routes``
    and ``integrations`` are by route key, as ``POST /orders``; that of the old system is
    ``$default``.
    """

    id: pulumi.Output[str]
    url: pulumi.Output[str]
    api: aws.apigatewayv2.Api
    authorizer: aws.apigatewayv2.Authorizer | None = None
    routes: dict[str, aws.apigatewayv2.Route]
    integrations: dict[str, aws.apigatewayv2.Integration]
    log_group: aws.cloudwatch.LogGroup
    stage: aws.apigatewayv2.Stage
    latency_alarm: aws.cloudwatch.MetricAlarm
    server_errors_alarm: aws.cloudwatch.MetricAlarm
    error_budget_alarm: aws.cloudwatch.CompositeAlarm | None

    def __init__(
        self, name: str, args: HttpApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:api:HttpApi", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.api = aws.apigatewayv2.Api(
            f"{name}-api",
            protocol_type="HTTP",
            description=args.description or None,
            disable_execute_api_endpoint=None if args.default_endpoint else True,
            tags={**args.defaults.tags, **public_tags(args.routes, *behind(args))},
            cors_configuration={
                "allow_methods": list(cors.ALLOWED_METHODS),
                "allow_headers": list(cors.ALLOWED_HEADERS),
                "allow_origins": list(args.defaults.cors_origins),
                "expose_headers": list(cors.EXPOSED_HEADERS),
                "max_age": cors.MAX_AGE_SECONDS,
            },
            opts=child,
        )
        self._authorizer(name, args)
        self.routes, self.integrations = {}, {}
        for route in args.routes:
            self._route(name, route, args)
        if args.old_system is not None:
            self.integrations[old_system.KEY], self.routes[old_system.KEY] = (
                old_system.forward_the_rest(name, self.api.id, args.old_system, child)
            )
        self._stage(name, args)
        dimensions = {"ApiId": self.api.id, "Stage": self.stage.name}
        watched = api_alarms(name, "5xx", dimensions, args.defaults, child)
        self.latency_alarm, self.server_errors_alarm = watched.latency, watched.server_errors
        self.error_budget_alarm = watched.error_budget

        self.id = self.api.id
        self.url = self.stage.invoke_url.apply(without_slash)
        self.register_outputs({"url": self.url})

    def _authorizer(self, name: str, args: HttpApiArgs) -> None:
        child, given = pulumi.ResourceOptions(parent=self), args.tokens
        if given is not None:
            self.authorizer = token_authorizer(name, self.api, given.issuer, given.audience, child)
        if args.authorizer is not None:
            self.authorizer = function_authorizer(name, self.api, args.authorizer, child)

    def _route(self, name: str, route: Route, args: HttpApiArgs) -> None:
        child, api = pulumi.ResourceOptions(parent=self), self.api
        role, function = f"{name}-{route.method.lower()}{route.path}", route.target
        integration = aws.apigatewayv2.Integration(
            f"{role}-integration",
            api_id=api.id,
            integration_type="AWS_PROXY",
            integration_uri=function.invoke_arn,
            integration_method="POST",
            payload_format_version="2.0",
            opts=child,
        )
        authorizer = None if route.public else self.authorizer
        kind, scopes = ("CUSTOM", ()) if args.tokens is None else ("JWT", args.tokens.scopes)
        self.integrations[route.key] = integration
        self.routes[route.key] = aws.apigatewayv2.Route(
            f"{role}-route",
            api_id=api.id,
            route_key=route.key,
            target=pulumi.Output.concat("integrations/", integration.id),
            authorization_type="NONE" if authorizer is None else kind,
            authorizer_id=None if authorizer is None else authorizer.id,
            authorization_scopes=None if authorizer is None else route.scopes or scopes or None,
            opts=child,
        )
        source = pulumi.Output.concat(api.execution_arn, "/*/*", route.path)
        function.invoked_by(role, "apigateway.amazonaws.com", source, child)

    def _stage(self, name: str, args: HttpApiArgs) -> None:
        child, defaults = pulumi.ResourceOptions(parent=self), args.defaults
        # API Gateway takes settings of routes that exist.
        caller = access_log.BY_TOKEN if args.authorizer is None else access_log.BY_RESPONSE
        limited = [self.routes[route.key] for route in args.routes if route.throttle is not None]
        prefix = f"{access_log.HTTP_FOLDER}{name}-"
        self.log_group = log_group(
            f"{name}-access-logs", "apis", defaults, child, name_prefix=prefix
        )
        self.stage = aws.apigatewayv2.Stage(
            f"{name}-stage",
            api_id=self.api.id,
            name="$default",
            auto_deploy=True,
            tags=defaults.tags,
            access_log_settings=access_log.settings(self.log_group, access_log.http_format(caller)),
            default_route_settings={
                "throttling_rate_limit": defaults.throttle_rate,
                "throttling_burst_limit": defaults.throttle_burst,
                "detailed_metrics_enabled": True,
            },
            route_settings=_route_settings(args.routes) or None,
            opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=limited)),
        )


def behind(args: HttpApiArgs) -> tuple[str, ...]:
    """The key of the route behind all others, if there is one."""
    return () if args.old_system is None else (old_system.KEY,)


def _route_settings(routes: Sequence[Route]) -> list[Any]:
    """The settings of the routes that have limits of their own, which replace the stage's."""
    return [
        {"route_key": route.key, "detailed_metrics_enabled": True, **route.throttle.settings()}
        for route in routes
        if route.throttle is not None
    ]


def without_slash(url: str) -> str:
    """The URL of a stage without the slash at its end, which only ``$default`` stages have."""
    return url.rstrip("/")
