"""HTTP API: cheaper and faster than REST; tokens are checked by the gateway, bodies by handlers."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.api import access_log
from components.api.cors import ALLOWED_HEADERS, ALLOWED_METHODS
from components.api.route import Route, check
from components.defaults import Defaults
from components.observability import alarms


@dataclass(frozen=True, kw_only=True)
class JwtIssuer:
    """Who signs the tokens that closed routes ask for, and for which client."""

    issuer: pulumi.Input[str]
    audience: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class HttpApiArgs:
    """The routes, and whose tokens open the closed ones."""

    routes: tuple[Route, ...]
    defaults: Defaults = Defaults()
    description: str = ""
    tokens: JwtIssuer | None = None

    def __post_init__(self) -> None:
        check(self.routes, self.tokens is not None)
        checked = [route.key for route in self.routes if route.body or route.headers]
        if checked:
            raise ValueError(
                f"an HTTP API cannot check bodies or headers: {', '.join(checked)}; use a REST API"
            )


class HttpApi(pulumi.ComponentResource):
    """Its stages have no X-Ray switch: the trace begins in the functions, which have theirs on."""

    id: pulumi.Output[str]
    url: pulumi.Output[str]

    def __init__(
        self, name: str, args: HttpApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:api:HttpApi", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        api = aws.apigatewayv2.Api(
            f"{name}-api",
            protocol_type="HTTP",
            description=args.description or None,
            tags=args.defaults.tags,
            cors_configuration={
                "allow_methods": list(ALLOWED_METHODS),
                "allow_headers": list(ALLOWED_HEADERS),
                "allow_origins": list(args.defaults.cors_origins),
            },
            opts=child,
        )
        authorizer = None
        if args.tokens is not None:
            authorizer = aws.apigatewayv2.Authorizer(
                f"{name}-authorizer",
                api_id=api.id,
                name=f"{name}-tokens",
                authorizer_type="JWT",
                identity_sources=["$request.header.Authorization"],
                jwt_configuration={
                    "issuer": args.tokens.issuer,
                    "audiences": [args.tokens.audience],
                },
                opts=child,
            )
        for route in args.routes:
            self._route(name, route, api, authorizer)
        stage = self._stage(name, args.defaults, api)
        dimensions = {"ApiId": api.id, "Stage": stage.name}
        alarms.api_latency(name, dimensions, args.defaults, child)
        alarms.api_server_errors(name, "5xx", dimensions, args.defaults, child)

        self.id = api.id
        self.url = stage.invoke_url.apply(without_slash)
        self.register_outputs({"url": self.url})

    def _route(
        self,
        name: str,
        route: Route,
        api: aws.apigatewayv2.Api,
        authorizer: aws.apigatewayv2.Authorizer | None,
    ) -> None:
        child = pulumi.ResourceOptions(parent=self)
        role = f"{name}-{route.method.lower()}{route.path}"
        integration = aws.apigatewayv2.Integration(
            f"{role}-integration",
            api_id=api.id,
            integration_type="AWS_PROXY",
            integration_uri=route.function.invoke_arn,
            integration_method="POST",
            payload_format_version="2.0",
            opts=child,
        )
        guarded = authorizer is not None and not route.public
        aws.apigatewayv2.Route(
            f"{role}-route",
            api_id=api.id,
            route_key=route.key,
            target=pulumi.Output.concat("integrations/", integration.id),
            authorization_type="JWT" if guarded else "NONE",
            authorizer_id=authorizer.id if authorizer is not None and guarded else None,
            opts=child,
        )
        source = pulumi.Output.concat(api.execution_arn, "/*/*", route.path)
        route.function.invoked_by(role, "apigateway.amazonaws.com", source, child)

    def _stage(
        self, name: str, defaults: Defaults, api: aws.apigatewayv2.Api
    ) -> aws.apigatewayv2.Stage:
        child = pulumi.ResourceOptions(parent=self)
        logs = aws.cloudwatch.LogGroup(
            f"{name}-access-logs",
            name_prefix=f"{access_log.HTTP_FOLDER}{name}-",
            retention_in_days=defaults.log_retention_days,
            tags=defaults.tags,
            opts=child,
        )
        return aws.apigatewayv2.Stage(
            f"{name}-stage",
            api_id=api.id,
            name="$default",
            auto_deploy=True,
            tags=defaults.tags,
            access_log_settings={"destination_arn": logs.arn, "format": access_log.HTTP_FORMAT},
            default_route_settings={
                "throttling_rate_limit": defaults.throttle_rate,
                "throttling_burst_limit": defaults.throttle_burst,
                "detailed_metrics_enabled": True,
            },
            opts=child,
        )


def without_slash(url: str) -> str:
    """AWS ends the URL of a ``$default`` stage with a slash, and that of no other."""
    return url.rstrip("/")
