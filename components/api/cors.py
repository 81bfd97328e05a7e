"""CORS for REST APIs: a preflight on every path, and the same header on every refusal."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_aws as aws

ALLOWED_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ALLOWED_HEADERS = ("Authorization", "Content-Type", "Idempotency-Key", "X-Correlation-Id")

# What the gateway says when it refuses before any function runs: status, and the body's fields.
REFUSALS: dict[str, tuple[str | None, dict[str, str]]] = {
    "BAD_REQUEST_BODY": (
        "400",
        {
            "error": "bad request",
            "message": "$context.error.message",
            "details": "$context.error.validationErrorString",
        },
    ),
    "BAD_REQUEST_PARAMETERS": (
        "400",
        {"error": "bad request", "message": "$context.error.message"},
    ),
    "DEFAULT_4XX": (None, {"error": "refused", "message": "$context.error.message"}),
    "DEFAULT_5XX": (
        None,
        {"error": "internal error", "message": "the request could not be handled"},
    ),
}


def preflight(
    name: str,
    api: pulumi.Input[str],
    resource: pulumi.Input[str],
    origin: str,
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """An unauthenticated OPTIONS method, answered by the gateway itself."""
    at: Any = {"rest_api": api, "resource_id": resource, "http_method": "OPTIONS"}
    headers = {
        "method.response.header.Access-Control-Allow-Origin": f"'{origin}'",
        "method.response.header.Access-Control-Allow-Methods": f"'{','.join(ALLOWED_METHODS)}'",
        "method.response.header.Access-Control-Allow-Headers": f"'{','.join(ALLOWED_HEADERS)}'",
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
        response_parameters=dict.fromkeys(headers, True),
        opts=after,
    )
    mapped = aws.apigateway.IntegrationResponse(
        f"{name}-integration-response",
        **at,
        status_code="200",
        response_parameters=headers,
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
            response_templates={"application/json": json.dumps(body)},
            response_parameters={
                "gatewayresponse.header.Access-Control-Allow-Origin": f"'{origin}'"
            },
            opts=opts,
        )
        for kind, (status, body) in REFUSALS.items()
    ]
