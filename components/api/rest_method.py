"""REST method: one route of a REST API: authorization, request model, integration, permission."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.api.rest_direct import direct_parts
from components.api.route import Route
from components.defaults import Defaults


@dataclass(frozen=True, kw_only=True)
class RestMethodArgs:
    """The route, and what of its API the method is attached to."""

    route: Route
    """Method, path, function, and what is checked before the function is called."""

    api: aws.apigateway.RestApi
    """The REST API that the method belongs to."""

    resource_id: pulumi.Input[str]
    """Id of the ``aws.apigateway.Resource`` of the route's path."""

    validator_id: pulumi.Input[str]
    """Id of the request validator, which checks bodies and headers."""

    authorizer_id: pulumi.Input[str] | None = None
    """Id of the authorizer of routes that are not public."""

    authorization: str = "COGNITO_USER_POOLS"
    """The kind of that authorizer; ``CUSTOM`` for a function."""

    scopes: tuple[str, ...] = ()
    """Scopes of which the access token of a caller must have one, unless the route is public."""

    cache_keys: tuple[str, ...] = ()
    """Parameters of a request by which the responses that are kept differ."""

    defaults: Defaults = Defaults()
    """Stage defaults: CORS origins and tags of what answers without a function."""


class RestMethod(pulumi.ComponentResource):
    """A method that API Gateway answers with 400 itself where the body does not match the route's
    schema or a header is missing.
    """

    method: aws.apigateway.Method
    integration: aws.apigateway.Integration
    model: aws.apigateway.Model | None = None
    permission: aws.lambda_.Permission | None = None
    role: aws.iam.Role | None = None
    responses: tuple[pulumi.Resource, ...] = ()

    def __init__(
        self, name: str, args: RestMethodArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:api:RestMethod", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        # API Gateway deletes an integration with its method: what replaces one replaces both.
        part = pulumi.ResourceOptions(
            parent=self, replace_with=None if opts is None else opts.replace_with
        )
        route, api = args.route, args.api

        models = None
        if route.body is not None:
            self.model = aws.apigateway.Model(
                f"{name}-model",
                rest_api=api.id,
                name=model_name(route),
                content_type="application/json",
                schema=json.dumps(route.body),
                opts=child,
            )
            models = {"application/json": self.model.name}
        self.method = aws.apigateway.Method(
            f"{name}-method",
            rest_api=api.id,
            resource_id=args.resource_id,
            http_method=route.method,
            authorization="NONE" if route.public else args.authorization,
            authorizer_id=None if route.public else args.authorizer_id,
            authorization_scopes=None if route.public else args.scopes or None,
            api_key_required=route.api_key or None,
            request_validator_id=args.validator_id,
            request_models=models,
            request_parameters=_parameters(route, args.cache_keys),
            opts=part,
        )
        if route.direct is None:
            self._call(name, args, part)
        else:
            made = direct_parts(name, route.direct, route.public, self.method, args.defaults, part)
            self.role, self.integration, self.responses = (
                made.role,
                made.integration,
                made.responses,
            )
        self.register_outputs({})

    def _call(self, name: str, args: RestMethodArgs, part: pulumi.ResourceOptions) -> None:
        """The integration with the route's function, and the permission to invoke it."""
        route, function = args.route, args.route.target
        self.integration = aws.apigateway.Integration(
            f"{name}-integration",
            rest_api=args.api.id,
            resource_id=args.resource_id,
            http_method=self.method.http_method,
            type="AWS_PROXY",
            integration_http_method="POST",
            uri=function.invoke_arn,
            cache_key_parameters=list(args.cache_keys) or None,
            opts=part,
        )
        if route.cached is not None:
            declared = aws.apigateway.MethodResponse(
                f"{name}-200",
                rest_api=args.api.id,
                resource_id=args.resource_id,
                http_method=self.method.http_method,
                status_code="200",
                response_parameters={"method.response.header.Cache-Control": True},
                opts=part,
            )
            self.responses = (declared,)
        source = pulumi.Output.concat(args.api.execution_arn, f"/*/{route.method}{_pattern(route)}")
        self.permission = function.invoked_by(
            name, "apigateway.amazonaws.com", source, pulumi.ResourceOptions(parent=self)
        )


def model_name(route: Route) -> str:
    """A name of letters and digits, as models must have; the digest distinguishes ``/a/{b}`` from
    ``/a/b``.
    """
    words = "".join(c if c.isalnum() else " " for c in f"{route.method.lower()} {route.path}")
    digest = hashlib.sha256(route.key.encode()).hexdigest()[:8]
    return "".join(word[0].upper() + word[1:] for word in words.split()) + digest


def _parameters(route: Route, keys: Sequence[str]) -> dict[str, bool]:
    """Parameters of a request, and whether it must have them: a cache key must be one of them."""
    optional = {key: key.startswith("method.request.path.") for key in keys}
    return optional | {f"method.request.header.{header}": True for header in route.headers}


def _pattern(route: Route) -> str:
    """The route's path as an ARN pattern: each parameter matches anything."""
    return "/".join("*" if part.startswith("{") else part for part in route.path.split("/"))
