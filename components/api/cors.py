"""CORS for REST APIs: a preflight on every path, and the same header on the gateway's own errors."""

from __future__ import annotations

import json

import pulumi
import pulumi_aws as aws

ALLOWED_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ALLOWED_HEADERS = ("Authorization", "Content-Type", "Idempotency-Key", "X-Correlation-Id")

# What the gateway says when it refuses before any function runs.
REFUSALS = {
    "BAD_REQUEST_BODY": ("400", "bad request", "$context.error.validationErrorString"),
    "BAD_REQUEST_PARAMETERS": ("400", "bad request", "$context.error.message"),
    "DEFAULT_4XX": (None, "refused", "$context.error.message"),
    "DEFAULT_5XX": (None, "internal error", "the request could not be handled"),
}


def preflight(
    name: str,
    api: pulumi.Input[str],
    resource: pulumi.Input[str],
    origin: str,
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """An unauthenticated OPTIONS method, answered by the gateway itself."""
    at = {"rest_api": api, "resource_id": resource, "http_method": "OPTIONS"}
    headers = {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": ",".join(ALLOWED_METHODS),
        "Access-Control-Allow-Headers": ",".join(ALLOWED_HEADERS),
    }
    method = aws.apigateway.Method(f"{name}-method", **at, authorization="NONE", opts=opts)
    after = pulumi.ResourceOptions(parent=opts.parent, depends_on=[method])
    integration = aws.apigateway.Integration(
        f"{name}-integration",
        **at,
        type="MOCK",
        request_templates={"application/json": json.dumps({"statusCode": 200})},
        opts=after,
    )
    answer = aws.apigateway.MethodResponse(
        f"{name}-response",
        **at,
        status_code="200",
        response_parameters={f"method.response.header.{header}": True for header in headers},
        opts=after,
    )
    mapped = aws.apigateway.IntegrationResponse(
        f"{name}-integration-response",
        **at,
        status_code="200",
        response_parameters={
            f"method.response.header.{header}": f"'{value}'" for header, value in headers.items()
        },
        opts=pulumi.ResourceOptions(parent=opts.parent, depends_on=[integration, answer]),
    )
    return [method, integration, answer, mapped]


def refusals(
    name: str, api: pulumi.Input[str], origin: str, opts: pulumi.ResourceOptions
) -> list[pulumi.Resource]:
    """The gateway's own answers: JSON that says what was wrong, readable from a browser."""
    return [
        aws.apigateway.Response(
            f"{name}-{kind.lower().replace('_', '-')}",
            rest_api_id=api,
            response_type=kind,
            status_code=status,
            response_templates={
                "application/json": json.dumps({"error": error, "message": message})
            },
            response_parameters={
                "gatewayresponse.header.Access-Control-Allow-Origin": f"'{origin}'"
            },
            opts=opts,
        )
        for kind, (status, error, message) in REFUSALS.items()
    ]
