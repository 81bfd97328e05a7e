"""REST direct: the role, integration and responses of a route that an AWS service answers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import assumed_by, policy, statements
from components.api import cors_origin
from components.api.direct import Direct, accepted
from components.api.error_body import error_body
from components.defaults import Defaults
from components.roles import role_for

# Status, the statuses of the service that it answers, and its body. Without a pattern it answers
# all others, as a 403 to the role or a 5xx: no fault of the caller, who learns nothing of it.
ERRORS = {
    "400": ("400", error_body("Bad Request", "the request was not accepted")),
    "500": (None, error_body("Internal Server Error", "the request could not be handled")),
}


@dataclass(frozen=True, kw_only=True)
class DirectParts:
    """What a route that an AWS service answers consists of, beside its method."""

    role: aws.iam.Role
    integration: aws.apigateway.Integration
    responses: tuple[pulumi.Resource, ...]


def direct_parts(
    name: str,
    direct: Direct,
    public: bool,
    method: aws.apigateway.Method,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> DirectParts:
    """The parts of a route; its role may do one action on one resource, and use the key of that.

    A request of another content type is answered 415: no model checks it, and API Gateway would
    pass it on as it is.
    """
    role, permissions = _role(name, direct, defaults, pulumi.ResourceOptions(parent=opts.parent))
    at: Any = {
        "rest_api": method.rest_api,
        "resource_id": method.resource_id,
        "http_method": method.http_method,
    }
    integration = aws.apigateway.Integration(
        f"{name}-integration",
        **at,
        type="AWS",
        integration_http_method="POST",
        uri=direct.uri(),
        credentials=role.arn,
        passthrough_behavior="NEVER",
        request_parameters={"integration.request.header.Content-Type": f"'{direct.content_type}'"},
        request_templates={"application/json": direct.template(public=public)},
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[permissions])),
    )
    responses = _responses(name, direct, at, defaults.cors_origins, integration, opts)
    return DirectParts(role=role, integration=integration, responses=tuple(responses))


def _role(
    name: str, direct: Direct, defaults: Defaults, opts: pulumi.ResourceOptions
) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
    name = role_name(name)
    role = role_for(f"{name}-role", assumed_by("apigateway.amazonaws.com"), defaults, opts)
    permissions = aws.iam.RolePolicy(
        f"{name}-permissions",
        role=role.id,
        policy=policy(*statements(direct.access())),
        opts=opts,
    )
    return role, permissions


def role_name(name: str) -> str:
    """The logical name of a method with the characters that IAM takes in a role's name; the digest
    distinguishes ``/a/b`` from ``/a-b``.
    """
    words = re.sub(r"[^\w+=,.@-]+", "-", name, flags=re.ASCII).strip("-")
    return f"{words}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _responses(
    name: str,
    direct: Direct,
    at: Any,
    origins: Sequence[str],
    integration: aws.apigateway.Integration,
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """A method response and an integration response for each status."""
    made: list[pulumi.Resource] = []
    headers = {
        f"method.response.header.{header}": value
        for header, value in cors_origin.constants(origins).items()
    }
    answers = {"202": (r"2\d{2}", accepted(direct)), **ERRORS}
    for status, (pattern, body) in answers.items():
        declared = aws.apigateway.MethodResponse(
            f"{name}-{status}",
            **at,
            status_code=status,
            response_parameters=dict.fromkeys(headers, True),
            opts=opts,
        )
        mapped = aws.apigateway.IntegrationResponse(
            f"{name}-{status}-integration",
            **at,
            status_code=status,
            selection_pattern=pattern,
            response_parameters=headers,
            response_templates={"application/json": f"{cors_origin.chosen(origins)}{body}"},
            opts=pulumi.ResourceOptions.merge(
                opts, pulumi.ResourceOptions(depends_on=[integration, declared])
            ),
        )
        made += [declared, mapped]
    return made
