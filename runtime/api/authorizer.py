"""Authorizer: decides on callers of a REST API, by a user pool's access token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.api.identity import User
from runtime.api.tokens import verified_user
from runtime.http_errors import Unauthorized
from runtime.observability import LambdaHandler, correlate, count, invocation, logger

SCHEME = "bearer"


def token_authorizer() -> LambdaHandler:
    """The handler of a token authorizer (``TokenAuthorizer``).

    API Gateway keeps its answer for all methods, by token: it allows, or denies, the whole stage,
    and no more. Handlers get ``userId`` and ``groups`` in the authorizer's context. A wrong token
    is denied (403); it raises where the token's keys cannot be read, which is not kept (500).
    """

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        with invocation(context):
            correlate(route="authorizer")
            stage = stage_of(event["methodArn"])
            try:
                user = verified_user(bearer(event.get("authorizationToken")))
            except Unauthorized as error:
                logger.info("request denied", reason=error.message)
                count("RequestsDenied")
                return denied(stage)
            return allowed(stage, user)

    return handle


def bearer(header: str | None) -> str:
    """The token in a header ``Authorization``; ``Unauthorized`` without one."""
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != SCHEME or not token:
        raise Unauthorized("the request has no bearer token")
    return token


def stage_of(method_arn: str) -> str:
    """The ARN of all methods of the stage that a method belongs to:
    ``arn:...:API/STAGE/GET/path`` becomes ``arn:...:API/STAGE/*``.
    """
    api, stage, _ = method_arn.split("/", 2)
    return f"{api}/{stage}/*"


def allowed(resource: str, user: User) -> dict[str, Any]:
    """The answer that lets a user through; handlers get the user in the authorizer's context."""
    given = {"userId": user.id, "groups": ",".join(sorted(user.groups))}
    return _policy("Allow", resource, user.id, given)


def denied(resource: str) -> dict[str, Any]:
    """The answer to a caller without a right token."""
    return _policy("Deny", resource, "denied", {})


def _policy(effect: str, resource: str, principal: str, given: Mapping[str, str]) -> dict[str, Any]:
    """What API Gateway expects of an authorizer; context values are texts."""
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    return {
        "principalId": principal,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": dict(given),
    }
