"""CORS for REST APIs: a preflight on every path, and the origin in API Gateway's own responses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

import pulumi
import pulumi_aws as aws

from components.api import cors_origin
from components.api.error_body import error_body
from components.api.path import formerly, shape

ALLOWED_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ALLOWED_HEADERS = ("Authorization", "Content-Type", "Idempotency-Key", "X-Correlation-Id")
# What a browser lets a page read of a response, beside what it lets all read.
EXPOSED_HEADERS = ("X-Correlation-Id",)
# For how long a browser asks no second time whether it may send a request: an hour, of two that
# Chromium takes at most. Without it, it asks again after five seconds.
MAX_AGE_SECONDS = 3600

# Selects the response of the mock integration.
ANSWER = {"application/json": json.dumps({"statusCode": 200})}

MESSAGE = "$context.error.message"

# What API Gateway responds when it does not call the function: the status, where it is another than
# its own, and the error in words. A path or method that no route has is 403 unless said otherwise.
GATEWAY_RESPONSES: dict[str, tuple[str | None, str]] = {
    "BAD_REQUEST_BODY": (
        "400",
        error_body("Bad Request", MESSAGE, "body", "$context.error.validationErrorString"),
    ),
    "BAD_REQUEST_PARAMETERS": ("400", error_body("Bad Request", MESSAGE)),
    "UNAUTHORIZED": ("401", error_body("Unauthorized", MESSAGE)),
    "ACCESS_DENIED": ("403", error_body("Forbidden", MESSAGE)),
    "MISSING_AUTHENTICATION_TOKEN": ("404", error_body("Not Found", "there is no such route")),
    "UNSUPPORTED_MEDIA_TYPE": ("415", error_body("Unsupported Media Type", MESSAGE)),
    "THROTTLED": ("429", error_body("Too Many Requests", MESSAGE)),
    "DEFAULT_4XX": (None, error_body("$context.error.responseType", MESSAGE)),
    "DEFAULT_5XX": (
        None,
        error_body("Internal Server Error", "the request could not be handled"),
    ),
}


def check(origins: Sequence[str]) -> None:
    """Raise ``ValueError`` for no origin: a preflight names one."""
    if not origins:
        raise ValueError("cors_origins must be at least one for a REST API, got none")


def preflight(
    prefix: str,
    path: str,
    api: pulumi.Input[str],
    resource: pulumi.Input[str],
    origins: Sequence[str],
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """An OPTIONS method without authorization, which API Gateway answers without a function."""
    name = f"{prefix}{shape(path)}"

    after = partial(_after, f"{prefix}{path}", name, opts)
    at: Any = {"rest_api": api, "resource_id": resource, "http_method": "OPTIONS"}
    open_to_all, headers = {**at, "authorization": "NONE"}, _headers(origins)
    method = aws.apigateway.Method(f"{name}-method", **open_to_all, opts=after("method"))
    integration = aws.apigateway.Integration(
        f"{name}-integration",
        **at,
        type="MOCK",
        request_templates=ANSWER,
        opts=after("integration", method),
    )
    response = aws.apigateway.MethodResponse(
        f"{name}-response",
        **at,
        status_code="200",
        response_parameters=dict.fromkeys(headers, True),
        opts=after("response", method),
    )
    mapped = aws.apigateway.IntegrationResponse(
        f"{name}-integration-response",
        **at,
        status_code="200",
        response_parameters=headers,
        response_templates=_template(origins),
        opts=after("integration-response", integration, response),
    )
    return [method, integration, response, mapped]


def _after(
    former: str, name: str, opts: pulumi.ResourceOptions, part: str, *resources: pulumi.Resource
) -> pulumi.ResourceOptions | None:
    """The options of one part of a preflight, which depends on others."""
    merged = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=resources))
    return formerly(f"{former}-{part}", f"{name}-{part}", merged)


def _headers(origins: Sequence[str]) -> dict[str, str]:
    """The response's headers, by the names of their parameters; quoted values are constants."""
    headers = {
        **cors_origin.constants(origins),
        "Access-Control-Allow-Methods": f"'{','.join(ALLOWED_METHODS)}'",
        "Access-Control-Allow-Headers": f"'{','.join(ALLOWED_HEADERS)}'",
        "Access-Control-Max-Age": f"'{MAX_AGE_SECONDS}'",
    }
    return {f"method.response.header.{name}": value for name, value in headers.items()}


def _template(origins: Sequence[str]) -> dict[str, str] | None:
    """The response's template, which only several origins need."""
    chosen = cors_origin.chosen(origins)
    return {"application/json": f"{chosen}{{}}"} if chosen else None


def gateway_responses(
    name: str, api: pulumi.Input[str], origins: Sequence[str], opts: pulumi.ResourceOptions
) -> list[pulumi.Resource]:
    """API Gateway's own error responses: JSON that says what was wrong, readable by browsers."""
    headers = cors_origin.reflected(origins)
    return [
        aws.apigateway.Response(
            f"{name}-{kind.lower().replace('_', '-')}",
            rest_api_id=api,
            response_type=kind,
            status_code=status,
            response_templates={"application/json": body},
            response_parameters={
                f"gatewayresponse.header.{header}": value for header, value in headers.items()
            },
            opts=opts,
        )
        for kind, (status, body) in GATEWAY_RESPONSES.items()
    ]
