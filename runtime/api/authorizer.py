"""Authorizer: decides on callers of REST and HTTP APIs, by a user pool's access token."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from runtime.api.identity import User
from runtime.api.tokens import verified_user
from runtime.http_errors import Unauthorized
from runtime.observability import (
    LambdaHandler,
    correlate,
    count,
    invocation,
    logger,
    requested_correlation_id,
)

SCHEME = "bearer"

# The routes that a user may call, as ``GET /orders/*``; ``*`` stands for all.
Routes: TypeAlias = Callable[[User], Sequence[str]]


def every_route(user: User) -> Sequence[str]:
    """All routes of the API: what a user may do there is decided by the handlers."""
    return ("*",)


def token_authorizer(routes: Routes = every_route) -> LambdaHandler:
    """The handler of a token authorizer (``TokenAuthorizer``).

    API Gateway keeps its answer for all methods, by token: it allows all that the user may call of
    the stage, not the one method that was, or denies the stage. Handlers get ``userId`` and
    ``groups`` in the authorizer's context. A wrong token is denied (403); it raises where the
    token's keys cannot be read, which is not kept (500).
    """
    return _policies(lambda event: bearer(event.get("authorizationToken")), routes)


def request_authorizer(routes: Routes = every_route, *, query: str | None = None) -> LambdaHandler:
    """The handler of a REST API's request authorizer (``RequestAuthorizer``); it answers as that of
    a token does.

    It takes the header ``Authorization`` or, where it is named, the query parameter, as links have
    that a browser follows.
    """
    return _policies(lambda event: token_in(event, query), routes)


def http_authorizer(*, query: str | None = None) -> LambdaHandler:
    """The handler of an HTTP API's request authorizer, payload format 2.0 with simple responses:
    the answer is kept for all routes, and is the same for all.
    """

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        user = _user(event, lambda asked: token_in(asked, query), context)
        return {"isAuthorized": user is not None, "context": {} if user is None else _given(user)}

    return handle


def token_in(event: Mapping[str, Any], query: str | None) -> str:
    """The token of a request, in a header or a query parameter; ``Unauthorized`` without one."""
    named = (event.get("queryStringParameters") or {}).get(query) if query else None
    if named:
        return str(named)
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return bearer(headers.get("authorization"))


def _policies(token: Callable[[Mapping[str, Any]], str], routes: Routes) -> LambdaHandler:
    """A handler that answers with a policy."""

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        stage = stage_of(event["methodArn"])
        user = _user(event, token, context)
        if user is None:
            return denied(stage)
        may = [arn_in(stage, route) for route in routes(user)]
        return allowed(may, user) if may else denied(stage)

    return handle


def _user(
    event: Mapping[str, Any], token: Callable[[Mapping[str, Any]], str], context: Any
) -> User | None:
    """The user of a right token; None for another, which is logged and counted."""
    with invocation(context):
        correlate(requested_correlation_id(event), route="authorizer")
        try:
            return verified_user(token(event))
        except Unauthorized as error:
            logger.info("request denied", reason=error.message)
            count("RequestsDenied")
            return None


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


def arn_in(stage: str, route: str) -> str:
    """The ARN of a route in a stage's: ``GET /orders/*`` becomes ``.../STAGE/GET/orders/*``, and
    ``*`` is the stage's.
    """
    method, _, path = route.partition(" ")
    return f"{stage.removesuffix('*')}{method}{path}"


def allowed(resource: str | list[str], user: User) -> dict[str, Any]:
    """The answer that lets a user through; handlers get the user in the authorizer's context."""
    return _policy("Allow", resource, user.id, _given(user))


def _given(user: User) -> dict[str, str]:
    """What handlers get of a user; values are texts."""
    return {"userId": user.id, "groups": ",".join(sorted(user.groups))}


def denied(resource: str) -> dict[str, Any]:
    """The answer to a caller without a right token."""
    return _policy("Deny", resource, "denied", {})


def _policy(
    effect: str, resource: str | list[str], principal: str, given: Mapping[str, str]
) -> dict[str, Any]:
    """What API Gateway expects of an authorizer; context values are texts."""
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    return {
        "principalId": principal,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": dict(given),
    }
