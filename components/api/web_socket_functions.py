"""WebSocket functions: those that an API makes for its routes and its authorizer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.api.request_authorizer import let_invoke
from components.api.web_socket_route import IDENTITY_SOURCES, ConnectAuthorizer, Handler
from components.compute.function import Function, FunctionArgs
from components.references import FunctionRef


def function_of(
    name: str, handler: Handler, uses: Sequence[Access], opts: pulumi.ResourceOptions
) -> tuple[FunctionRef, Function | None]:
    """A function, and the component of one that did not exist, which gets the grants ``uses``."""
    if not isinstance(handler, FunctionArgs):
        return FunctionRef.of(handler), None
    made = Function(name, replace(handler, uses=(*handler.uses, *uses)), opts=opts)
    return FunctionRef.of(made), made


def authorizer_of(
    name: str, args: ConnectAuthorizer, api: aws.apigatewayv2.Api, opts: pulumi.ResourceOptions
) -> tuple[aws.apigatewayv2.Authorizer, Function | None]:
    """The authorizer of connects, which alone may invoke its function."""
    role = f"{name}-authorizer"
    function, ours = function_of(role, args.function, (), opts)
    authorizer = aws.apigatewayv2.Authorizer(
        role,
        api_id=api.id,
        name=f"{name}-tokens",
        authorizer_type="REQUEST",
        authorizer_uri=function.invoke_arn,
        identity_sources=[IDENTITY_SOURCES[args.token]],
        opts=opts,
    )
    let_invoke(role, api, authorizer, function, opts)
    return authorizer, ours
