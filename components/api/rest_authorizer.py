"""REST authorizer: who decides on callers of a REST API, a user pool or a function."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.api.route import Route
from components.limits import within
from components.references import AnyFunction, FunctionRef, HasArn, arn_of

IDENTITY_SOURCE = "method.request.header.Authorization"

# A request without such a header is answered 401, and does not reach the function.
BEARER = r"^Bearer [\w-]+\.[\w-]+\.[\w-]+$"

# https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
TTL_SECONDS = (0, 3600)


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


def check_function(routes: tuple[Route, ...], user_pool: object | None) -> None:
    """Raise ``ValueError`` for an API that cannot have a function as its authorizer."""
    if user_pool is not None:
        raise ValueError("a REST API must have a user_pool or an authorizer; got both")
    direct = [route.key for route in routes if route.direct and not route.public]
    if direct:
        raise ValueError(
            "routes without a function need a user_pool, whose claims they pass on, or "
            f"public=True: {', '.join(direct)}"
        )


def authorizer_of(
    name: str,
    api: aws.apigateway.RestApi,
    user_pool: HasArn | pulumi.Input[str] | None,
    function: TokenAuthorizer | None,
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
    return None if function is None else _token_authorizer(name, api, function, opts)


def _token_authorizer(
    name: str, api: aws.apigateway.RestApi, args: TokenAuthorizer, opts: pulumi.ResourceOptions
) -> aws.apigateway.Authorizer:
    """The authorizer, which alone may invoke its function."""
    function = FunctionRef.of(args.function)
    authorizer = aws.apigateway.Authorizer(
        name,
        rest_api=api.id,
        type="TOKEN",
        authorizer_uri=function.invoke_arn,
        identity_source=IDENTITY_SOURCE,
        identity_validation_expression=BEARER,
        authorizer_result_ttl_in_seconds=args.ttl,
        opts=opts,
    )
    source = pulumi.Output.concat(api.execution_arn, "/authorizers/", authorizer.id)
    function.invoked_by(name, "apigateway.amazonaws.com", source, opts)
    return authorizer
