"""REST API: refuses bad requests before any compute, throttles, logs and traces the rest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.api import access_log, cors
from components.api.rest_method import RestMethod, RestMethodArgs
from components.api.route import Route, check
from components.defaults import Defaults
from components.observability import alarms


@dataclass(frozen=True, kw_only=True)
class RestApiArgs:
    """``stage`` becomes the first part of every path; ``user_pool`` (ARN) guards closed routes.

    ``after`` is what lets the account's APIs write logs: without it the stage refuses to log.
    """

    routes: tuple[Route, ...]
    stage: str
    defaults: Defaults = Defaults()
    description: str = ""
    user_pool: pulumi.Input[str] | None = None
    after: tuple[pulumi.Resource, ...] = ()

    def __post_init__(self) -> None:
        check(self.routes, self.user_pool is not None)
        origins = self.defaults.cors_origins
        if len(origins) != 1:
            raise ValueError(
                f"cors_origins must be one for a REST API, which answers all alike, "
                f"got {', '.join(origins) or 'none'}; an HTTP API admits several"
            )

    def paths(self) -> list[str]:
        """Every path there must be a resource for, parents first: ``/a`` before ``/a/{b}``."""
        found: set[str] = set()
        for route in self.routes:
            parts = route.path.strip("/").split("/")
            found.update("/" + "/".join(parts[: n + 1]) for n in range(len(parts)) if parts[0])
        return sorted(found)

    def triggers(self) -> dict[str, pulumi.Input[str]]:
        """Change with anything a deployment must take along, and not with the order of routes."""
        routes = sorted(self.routes, key=lambda route: route.key)
        shape = [[route.key, route.public, route.body, route.headers] for route in routes]
        answers = [cors.ALLOWED_METHODS, cors.ALLOWED_HEADERS, cors.REFUSALS]
        definition = json.dumps([shape, answers, self.defaults.cors_origins], sort_keys=True)
        calls = [self.user_pool, *[route.function.invoke_arn for route in routes]]
        return {
            "definition": hashlib.sha256(definition.encode()).hexdigest(),
            "calls": pulumi.Output.json_dumps(calls),
        }


class RestApi(pulumi.ComponentResource):
    """One deployment of one stage; every request is validated, counted, logged and traced."""

    name: pulumi.Output[str]
    url: pulumi.Output[str]

    def __init__(
        self, name: str, args: RestApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:api:RestApi", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        api = aws.apigateway.RestApi(
            f"{name}-api",
            description=args.description or None,
            tags=args.defaults.tags,
            opts=child,
        )
        validator = aws.apigateway.RequestValidator(
            f"{name}-validator",
            rest_api=api.id,
            validate_request_body=True,
            validate_request_parameters=True,
            opts=child,
        )
        authorizer = None
        if args.user_pool is not None:
            authorizer = aws.apigateway.Authorizer(
                f"{name}-authorizer",
                rest_api=api.id,
                type="COGNITO_USER_POOLS",
                provider_arns=[args.user_pool],
                opts=child,
            )
        parts = self._paths(name, args, api, validator, authorizer)
        parts += cors.refusals(name, api.id, args.defaults.cors_origins[0], child)
        stage = self._stage(name, args, api, parts)
        self._settings(name, args.defaults, api, stage)
        dimensions = {"ApiName": api.name, "Stage": stage.stage_name}
        alarms.api_latency(name, dimensions, args.defaults, child)
        alarms.api_server_errors(name, "5XXError", dimensions, args.defaults, child)

        self.name, self.url = api.name, stage.invoke_url
        self.register_outputs({"url": self.url})

    def _paths(
        self,
        name: str,
        args: RestApiArgs,
        api: aws.apigateway.RestApi,
        validator: aws.apigateway.RequestValidator,
        authorizer: aws.apigateway.Authorizer | None,
    ) -> list[pulumi.Resource]:
        child = pulumi.ResourceOptions(parent=self)
        ids: dict[str, pulumi.Output[str]] = {"": api.root_resource_id}
        parts: list[pulumi.Resource] = []
        for path in args.paths():
            parent, _, part = path.rpartition("/")
            resource = aws.apigateway.Resource(
                f"{name}{path}", rest_api=api.id, parent_id=ids[parent], path_part=part, opts=child
            )
            ids[path] = resource.id
            origin = args.defaults.cors_origins[0]
            parts += cors.preflight(f"{name}-options{path}", api.id, resource.id, origin, child)
        for route in args.routes:
            method = RestMethod(
                f"{name}-{route.method.lower()}{route.path}",
                RestMethodArgs(
                    route=route,
                    api=api,
                    resource_id=ids[route.path.rstrip("/")],
                    validator_id=validator.id,
                    authorizer_id=None if authorizer is None else authorizer.id,
                ),
                opts=child,
            )
            parts += [method.method, method.integration]
        return parts

    def _stage(
        self,
        name: str,
        args: RestApiArgs,
        api: aws.apigateway.RestApi,
        parts: list[pulumi.Resource],
    ) -> aws.apigateway.Stage:
        child = pulumi.ResourceOptions(parent=self)
        logs = aws.cloudwatch.LogGroup(
            f"{name}-access-logs",
            retention_in_days=args.defaults.log_retention_days,
            tags=args.defaults.tags,
            opts=child,
        )
        deployment = aws.apigateway.Deployment(
            f"{name}-deployment",
            rest_api=api.id,
            triggers=args.triggers(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=parts),
        )
        return aws.apigateway.Stage(
            f"{name}-stage",
            rest_api=api.id,
            deployment=deployment.id,
            stage_name=args.stage,
            xray_tracing_enabled=True,
            tags=args.defaults.tags,
            access_log_settings={
                "destination_arn": logs.arn,
                "format": access_log.REST_FORMAT,
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(args.after)),
        )

    def _settings(
        self,
        name: str,
        defaults: Defaults,
        api: aws.apigateway.RestApi,
        stage: aws.apigateway.Stage,
    ) -> None:
        aws.apigateway.MethodSettings(
            f"{name}-settings",
            rest_api=api.id,
            stage_name=stage.stage_name,
            method_path="*/*",
            settings={
                "metrics_enabled": True,
                "logging_level": "INFO",
                "data_trace_enabled": defaults.data_trace,
                "throttling_rate_limit": defaults.throttle_rate,
                "throttling_burst_limit": defaults.throttle_burst,
            },
            opts=pulumi.ResourceOptions(parent=self),
        )
