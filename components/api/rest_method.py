"""One method of a REST API: its guard, its model, its function and the right to invoke it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.api.route import Route


@dataclass(frozen=True, kw_only=True)
class RestMethodArgs:
    """Where the route hangs, and who checks its callers and their requests."""

    route: Route
    api: aws.apigateway.RestApi
    resource_id: pulumi.Input[str]
    validator_id: pulumi.Input[str]
    authorizer_id: pulumi.Input[str] | None


class RestMethod(pulumi.ComponentResource):
    """A request that breaks the model or lacks a header is answered 400 by the gateway."""

    method: aws.apigateway.Method
    integration: aws.apigateway.Integration

    def __init__(
        self, name: str, args: RestMethodArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:api:RestMethod", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        route, api = args.route, args.api

        models = None
        if route.body is not None:
            model = aws.apigateway.Model(
                f"{name}-model",
                rest_api=api.id,
                name=model_name(route),
                content_type="application/json",
                schema=json.dumps(route.body),
                opts=child,
            )
            models = {"application/json": model.name}
        self.method = aws.apigateway.Method(
            f"{name}-method",
            rest_api=api.id,
            resource_id=args.resource_id,
            http_method=route.method,
            authorization="NONE" if route.public else "COGNITO_USER_POOLS",
            authorizer_id=None if route.public else args.authorizer_id,
            request_validator_id=args.validator_id,
            request_models=models,
            request_parameters={
                f"method.request.header.{header}": True for header in route.headers
            },
            opts=child,
        )
        self.integration = aws.apigateway.Integration(
            f"{name}-integration",
            rest_api=api.id,
            resource_id=args.resource_id,
            http_method=self.method.http_method,
            type="AWS_PROXY",
            integration_http_method="POST",
            uri=route.function.invoke_arn,
            opts=child,
        )
        source = pulumi.Output.concat(api.execution_arn, f"/*/{route.method}{_pattern(route)}")
        route.function.invoked_by(name, "apigateway.amazonaws.com", source, child)
        self.register_outputs({})


def model_name(route: Route) -> str:
    """A model's name holds letters and digits only; the digest keeps ``/a/{b}`` from ``/a/b``."""
    words = "".join(c if c.isalnum() else " " for c in f"{route.method.lower()} {route.path}")
    digest = hashlib.sha256(route.key.encode()).hexdigest()[:8]
    return "".join(word[0].upper() + word[1:] for word in words.split()) + digest


def _pattern(route: Route) -> str:
    """The route's path as an ARN pattern: each parameter matches anything."""
    return "/".join("*" if part.startswith("{") else part for part in route.path.split("/"))
