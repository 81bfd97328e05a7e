"""Authorization: who may call a GraphQL API, by which proof; the first given is the default."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import pulumi

from components.graphql.schema import Schema
from components.limits import within
from components.references import AnyFunction, FunctionRef

# https://docs.aws.amazon.com/appsync/latest/APIReference/API_LambdaAuthorizerConfig.html
AUTHORIZER_TTL = (0, 3600)


class HasId(Protocol):
    """A user pool: ours, or ``aws.cognito.UserPool``."""

    @property
    def id(self) -> pulumi.Input[str]: ...


@dataclass(frozen=True, kw_only=True)
class UserPoolTokens:
    """Tokens of a Cognito user pool: AppSync verifies signature, issuer, expiry and client."""

    user_pool: HasId | pulumi.Input[str]
    """The pool: ours, ``aws.cognito.UserPool``, or its id."""

    client_id: pulumi.Input[str] | None = None
    """The client that tokens must be of; any of the pool's without."""

    id_tokens: bool = False
    """Whether ID tokens are taken, too, as AppSync does by itself. Otherwise the code of resolvers
    of queries, mutations and subscriptions refuses all but access tokens; a function behind a
    resolver without code must do so itself."""

    def settings(self) -> dict[str, Any]:
        """The provider's settings; only the default one has ``default_action``."""
        pool = self.user_pool
        found = pool if isinstance(pool, str | pulumi.Output) else pool.id  # type: ignore[union-attr]
        return {"user_pool_config": {"user_pool_id": found, "app_id_client_regex": self.client_id}}


@dataclass(frozen=True, kw_only=True)
class ApiKey:
    """A key that every caller shares, for development: it proves nothing about a caller."""

    expires: str
    """When the key ends, a full hour in UTC as ``2027-01-31T00:00:00Z``; at most 365 days from when
    it is made."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:00:00Z", self.expires):
            raise ValueError(
                f"expires must be a full hour in UTC, as 2027-01-31T00:00:00Z, got {self.expires}"
            )

    def settings(self) -> dict[str, Any]:
        """A key has no settings of the API: it is a resource."""
        return {}


@dataclass(frozen=True, kw_only=True)
class FunctionAuthorizer:
    """A function of yours that is asked for each token, and may deny single fields."""

    function: AnyFunction
    """The function: ours, ``aws.lambda_.Function``, or its ARN. It answers ``isAuthorized``, and
    may answer ``resolverContext`` and ``deniedFields``."""

    cache_seconds: int = 300
    """How long AppSync keeps an answer for the same token, 0 to 3,600 seconds; the function's own
    ``ttlOverride`` goes before."""

    pattern: str | None = None
    """Regular expression that a token must match before the function is asked."""

    def __post_init__(self) -> None:
        FunctionRef.of(self.function)
        within("cache_seconds", self.cache_seconds, AUTHORIZER_TTL, "seconds")

    def settings(self) -> dict[str, Any]:
        """The provider's settings."""
        return {
            "lambda_authorizer_config": {
                "authorizer_uri": FunctionRef.of(self.function).arn,
                "authorizer_result_ttl_in_seconds": self.cache_seconds,
                "identity_validation_expression": self.pattern,
            }
        }


@dataclass(frozen=True, kw_only=True)
class Iam:
    """Requests signed with AWS credentials, of those who have the API's grant ``call``."""

    def settings(self) -> dict[str, Any]:
        """IAM needs no settings."""
        return {}


Authorization: TypeAlias = UserPoolTokens | ApiKey | FunctionAuthorizer | Iam


@dataclass(frozen=True)
class Kind:
    """What AppSync calls a kind of authorization, the directive by which a field asks for it, and
    where a caching key finds the caller, if it has one.
    """

    type: str
    directive: str
    caller: str | None = None


KINDS: dict[type, Kind] = {
    UserPoolTokens: Kind(
        "AMAZON_COGNITO_USER_POOLS", "aws_cognito_user_pools", "$context.identity.sub"
    ),
    ApiKey: Kind("API_KEY", "aws_api_key"),
    FunctionAuthorizer: Kind("AWS_LAMBDA", "aws_lambda"),
    Iam: Kind("AWS_IAM", "aws_iam", "$context.identity.userArn"),
}


def kind_of(given: Authorization) -> Kind:
    """The kind of an authorization."""
    return KINDS[type(given)]


def settings_of(given: tuple[Authorization, ...]) -> dict[str, Any]:
    """The arguments of the API: the default provider, and the additional ones."""
    first, *others = given
    default = first.settings()
    if pool := default.get("user_pool_config"):
        pool["default_action"] = "ALLOW"
    more = [{"authentication_type": kind_of(each).type, **each.settings()} for each in others]
    return {
        "authentication_type": kind_of(first).type,
        "additional_authentication_providers": more or None,
        **default,
    }


def check(given: tuple[Authorization, ...], schema: Schema) -> None:
    """Raise ``ValueError`` for no authorization, one kind given twice, and a schema that asks for
    another: AppSync accepts that, and no caller could ever call the field.
    """
    if not given:
        raise ValueError("authorization must name at least one of UserPoolTokens, Iam, ...")
    kinds = [kind_of(each).type for each in given]
    twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
    if twice:
        raise ValueError(f"authorization must have each kind once, got twice: {', '.join(twice)}")
    schema.refuse(_mistakes(kinds, schema.directives()))


def _mistakes(kinds: list[str], directives: dict[str, str]) -> Iterator[str]:
    asked = {kind.directive: (each.__name__, kind.type) for each, kind in KINDS.items()}
    for name, at in directives.items():
        if name in asked and asked[name][1] not in kinds:
            yield f"{at}: @{name} needs {asked[name][0]} in authorization"
        # AppSync ignores the directive where there is a second provider: the field is open.
        if name == "aws_auth" and kinds != [KINDS[UserPoolTokens].type]:
            yield (
                f"{at}: @aws_auth holds for user pools alone; "
                "use @aws_cognito_user_pools(cognito_groups: [...])"
            )
