"""HTTP authorizer: who decides on callers of an HTTP API, an issuer of tokens or a function."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.api.request_authorizer import RequestAuthorizer, let_invoke
from components.references import FunctionRef


def token_authorizer(
    name: str,
    api: aws.apigatewayv2.Api,
    issuer: pulumi.Input[str],
    audience: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> aws.apigatewayv2.Authorizer:
    """The authorizer by which API Gateway verifies tokens (JWT) itself."""
    return aws.apigatewayv2.Authorizer(
        f"{name}-authorizer",
        api_id=api.id,
        name=f"{name}-tokens",
        authorizer_type="JWT",
        identity_sources=["$request.header.Authorization"],
        jwt_configuration={"issuer": issuer, "audiences": [audience]},
        opts=opts,
    )


def function_authorizer(
    name: str, api: aws.apigatewayv2.Api, args: RequestAuthorizer, opts: pulumi.ResourceOptions
) -> aws.apigatewayv2.Authorizer:
    """The authorizer that asks a function, which it alone may invoke."""
    role, function = f"{name}-authorizer", FunctionRef.of(args.function)
    authorizer = aws.apigatewayv2.Authorizer(
        role,
        api_id=api.id,
        name=f"{name}-requests",
        authorizer_type="REQUEST",
        authorizer_uri=function.invoke_arn,
        authorizer_payload_format_version="2.0",
        enable_simple_responses=True,
        authorizer_result_ttl_in_seconds=args.ttl,
        identity_sources=args.sources(),
        opts=opts,
    )
    let_invoke(role, api, authorizer, function, opts)
    return authorizer
