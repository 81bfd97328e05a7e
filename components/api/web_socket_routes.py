"""WebSocket routes: the route, integration, model and permission of one route key."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.api.web_socket_route import DEFAULT, MessageRoute, model_name
from components.references import FunctionRef


@dataclass(frozen=True, kw_only=True)
class MadeRoute:
    """What a route consists of."""

    integration: aws.apigatewayv2.Integration
    route: aws.apigatewayv2.Route
    permission: aws.lambda_.Permission
    response: aws.apigatewayv2.RouteResponse | None
    model: aws.apigatewayv2.Model | None


def route_of(
    role: str,
    key: str,
    route: MessageRoute,
    function: FunctionRef,
    api: aws.apigatewayv2.Api,
    authorizer: aws.apigatewayv2.Authorizer | None,
    opts: pulumi.ResourceOptions,
) -> MadeRoute:
    """The route of a key, which alone may invoke its function; ``role`` names its resources.

    The value that selects a route selects its model as well.
    """
    integration = _integration(role, function, api, opts)
    model = None if route.body is None else _model(role, key, route, api, opts)
    made = aws.apigatewayv2.Route(
        f"{role}-route",
        api_id=api.id,
        route_key=key,
        target=pulumi.Output.concat("integrations/", integration.id),
        authorization_type="NONE" if authorizer is None else "CUSTOM",
        authorizer_id=None if authorizer is None else authorizer.id,
        model_selection_expression=None if model is None else api.route_selection_expression,
        request_models=None if model is None else {key: model.name},
        route_response_selection_expression=DEFAULT if route.replies else None,
        opts=opts,
    )
    source = pulumi.Output.concat(api.execution_arn, "/*/", key)
    return MadeRoute(
        integration=integration,
        route=made,
        permission=function.invoked_by(role, "apigateway.amazonaws.com", source, opts),
        response=_response(role, api, made, opts) if route.replies else None,
        model=model,
    )


def _integration(
    role: str,
    function: FunctionRef,
    api: aws.apigatewayv2.Api,
    opts: pulumi.ResourceOptions,
) -> aws.apigatewayv2.Integration:
    return aws.apigatewayv2.Integration(
        f"{role}-integration",
        api_id=api.id,
        integration_type="AWS_PROXY",
        integration_uri=function.invoke_arn,
        integration_method="POST",
        opts=opts,
    )


def _model(
    role: str,
    key: str,
    route: MessageRoute,
    api: aws.apigatewayv2.Api,
    opts: pulumi.ResourceOptions,
) -> aws.apigatewayv2.Model:
    return aws.apigatewayv2.Model(
        f"{role}-model",
        api_id=api.id,
        name=model_name(key),
        content_type="application/json",
        schema=json.dumps(route.body),
        opts=opts,
    )


def _response(
    role: str,
    api: aws.apigatewayv2.Api,
    route: aws.apigatewayv2.Route,
    opts: pulumi.ResourceOptions,
) -> aws.apigatewayv2.RouteResponse:
    """What sends the function's answer back to the client."""
    return aws.apigatewayv2.RouteResponse(
        f"{role}-response",
        api_id=api.id,
        route_id=route.id,
        route_response_key=DEFAULT,
        opts=opts,
    )
