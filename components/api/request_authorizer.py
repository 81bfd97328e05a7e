"""Request authorizer: a function that decides on callers by headers and query parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.limits import within
from components.references import AnyFunction, FunctionRef

# https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
# https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html
TTL_SECONDS = (0, 3600)

NAME = r"[\w.$-]+"


@dataclass(frozen=True, kw_only=True)
class RequestAuthorizer:
    """A function that decides on a request by headers and query parameters: what it is identified
    by, as a token in ``Authorization`` or the signature of a link.

    API Gateway answers 401 itself to a request that lacks any of them, and 403 where the function
    denies. What it decides is kept for ``ttl`` seconds, by their values and for all routes: it must
    decide by nothing else. The functions of a REST API answer with a policy, those of an HTTP API
    with ``isAuthorized`` (payload format 2.0), as ``runtime.api.authorizer`` does for both.
    """

    function: AnyFunction
    """The function: ours, ``aws.lambda_.Function``, ``aws.lambda_.Alias``, or the ARN of one."""

    headers: tuple[str, ...] = ("Authorization",)
    """Headers that a request is identified by."""

    query: tuple[str, ...] = ()
    """Query parameters that a request is identified by."""

    ttl: int = 300
    """Seconds for which a decision is kept: 0 to 3,600; 0 asks every time."""

    def __post_init__(self) -> None:
        within("ttl", self.ttl, TTL_SECONDS, "seconds")
        if not self.headers and not self.query:
            raise ValueError("headers or query must name at least one identity source; got none")
        for name in (*self.headers, *self.query):
            if not re.fullmatch(NAME, name, re.ASCII):
                raise ValueError(
                    "headers and query must be letters, digits, '.', '_', '$' and '-', "
                    f"got {name!r}"
                )
        FunctionRef.of(self.function)

    def parameters(self) -> list[str]:
        """The identity sources as a REST API names them."""
        return [
            *(f"method.request.header.{name}" for name in self.headers),
            *(f"method.request.querystring.{name}" for name in self.query),
        ]

    def sources(self) -> list[str]:
        """The identity sources as an HTTP API names them."""
        return [
            *(f"$request.header.{name}" for name in self.headers),
            *(f"$request.querystring.{name}" for name in self.query),
        ]


def let_invoke(
    name: str,
    api: aws.apigateway.RestApi | aws.apigatewayv2.Api,
    authorizer: aws.apigateway.Authorizer | aws.apigatewayv2.Authorizer,
    function: FunctionRef,
    opts: pulumi.ResourceOptions,
) -> None:
    """Let an authorizer of an API invoke its function, and nothing else of the API."""
    source = pulumi.Output.concat(api.execution_arn, "/authorizers/", authorizer.id)
    function.invoked_by(name, "apigateway.amazonaws.com", source, opts)
