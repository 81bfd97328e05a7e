"""REST authorizer: who decides on callers of a REST API, a user pool or a function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import pulumi
import pulumi_aws as aws

from components.api.request_authorizer import TTL_SECONDS, RequestAuthorizer, let_invoke
from components.api.route import Route
from components.limits import within
from components.references import AnyFunction, FunctionRef, HasArn, arn_of

AUTHORIZATION = "method.request.header.Authorization"

# A request without such a header is answered 401, and does not reach the function.
BEARER = r"^Bearer [\w-]+\.[\w-]+\.[\w-]+$"


@dataclass(frozen=True, kw_only=True)
class TokenAuthorizer:
    """A function that decides on the token of a request (``Authorization: Bearer ...``).

    API Gateway answers 401 itself to a request without one, and 403 where the function denies. What
    it decides is kept for ``ttl`` seconds, for all methods: its policy must cover the stage, as
    that of ``runtime.api.authorizer`` does. For as long a token is good after it has expired.
    """

    function: AnyFunction
    """The function: ours, ``aws.lambda_.Function``, ``aws.lambda_.Alias``, or the ARN of one."""

    ttl: int = 300
    """Seconds for which a decision is kept, by token: 0 to 3,600; 0 asks every time."""

    def __post_init__(self) -> None:
        within("ttl", self.ttl, TTL_SECONDS, "seconds")
        FunctionRef.of(self.function)


FunctionAuthorizer: TypeAlias = TokenAuthorizer | RequestAuthorizer


def check_authorizer(
    function: FunctionAuthorizer | None,
    routes: tuple[Route, ...],
    user_pool: object | None,
    scopes: tuple[str, ...],
) -> None:
    """Raise ``ValueError`` for scopes without a user pool, and for an API that cannot have a
    function as its authorizer.
    """
    if scopes and user_pool is None:
        raise ValueError(f"scopes need a user_pool, got {', '.join(scopes)} without one")
    if function is None:
        return
    if user_pool is not None:
        raise ValueError("a REST API must have a user_pool or an authorizer; got both")
    direct = [route.key for route in routes if route.direct and not route.public]
    if direct:
        raise ValueError(
            "routes without a function need a user_pool, whose claims they pass on, or "
            f"public=True: {', '.join(direct)}"
        )


def caller_of(authorizer: FunctionAuthorizer | None) -> list[str]:
    """The parameters of a request by which an authorizer knows its caller."""
    if isinstance(authorizer, RequestAuthorizer):
        return authorizer.parameters()
    return [AUTHORIZATION]


def authorizer_calls(
    user_pool: HasArn | pulumi.Input[str] | None, authorizer: FunctionAuthorizer | None
) -> list[Any]:
    """Values of an authorizer that need another deployment when they change."""
    if authorizer is None:
        return [None if user_pool is None else arn_of(user_pool)]
    called = FunctionRef.of(authorizer.function).invoke_arn
    return [called, *(caller_of(authorizer) if isinstance(authorizer, RequestAuthorizer) else ())]


def authorizer_of(
    name: str,
    api: aws.apigateway.RestApi,
    user_pool: HasArn | pulumi.Input[str] | None,
    function: FunctionAuthorizer | None,
    opts: pulumi.ResourceOptions,
) -> aws.apigateway.Authorizer | None:
    """The authorizer of an API: its user pool's, whose tokens API Gateway verifies itself, or its
    function's; none without either.
    """
    if user_pool is not None:
        return aws.apigateway.Authorizer(
            name,
            rest_api=api.id,
            type="COGNITO_USER_POOLS",
            provider_arns=[arn_of(user_pool)],
            opts=opts,
        )
    return None if function is None else _function_authorizer(name, api, function, opts)


def _function_authorizer(
    name: str, api: aws.apigateway.RestApi, args: FunctionAuthorizer, opts: pulumi.ResourceOptions
) -> aws.apigateway.Authorizer:
    """The authorizer, which alone may invoke its function."""
    function, is_request = FunctionRef.of(args.function), isinstance(args, RequestAuthorizer)
    authorizer = aws.apigateway.Authorizer(
        name,
        rest_api=api.id,
        type="REQUEST" if is_request else "TOKEN",
        authorizer_uri=function.invoke_arn,
        identity_source=",".join(caller_of(args)),
        identity_validation_expression=None if is_request else BEARER,
        authorizer_result_ttl_in_seconds=args.ttl,
        opts=opts,
    )
    let_invoke(name, api, authorizer, function, opts)
    return authorizer
