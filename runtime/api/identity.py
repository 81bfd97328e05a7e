"""Identity: the user that a token names, and whether the token is one for this API.

The authorizer has verified signature, issuer, expiry and scopes. A REST API's authorizer does not
check for which client of the pool a token is, and AppSync's takes ID tokens too:
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
Only the authorizer's claims are read: a request may bring several Authorization headers, and the
one that a function sees need not be the one that was verified.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runtime.api.groups import AGENTS
from runtime.environment import environment
from runtime.http_errors import Unauthorized

# The client of the user pool that tokens must be for.
TOKEN_AUDIENCE = environment("TOKEN_AUDIENCE")

# The use of a token by which a user makes requests. An ID token says to its client who signed in,
# and a refresh token only gets new ones: docs/decisions/access-tokens.md
USES = ("access",)


@dataclass(frozen=True, kw_only=True)
class User:
    """A user; ``id`` is the token's ``sub``, which no other user has, nor one of that name later.

    A user name may be given again when its user is deleted, and tokens write it differently.
    """

    id: str
    groups: frozenset[str]

    @property
    def is_agent(self) -> bool:
        return AGENTS in self.groups


def claims_of(authorizer: Mapping[str, Any]) -> Mapping[str, Any]:
    """The claims in the authorizer context of an HTTP or a REST API; empty without a token."""
    return (authorizer.get("jwt") or authorizer).get("claims") or {}


def authorized_user(authorizer: Mapping[str, Any]) -> User | None:
    """The user that an authorizer's function has named in its context, which API Gateway alone
    writes into an event of an HTTP or a REST API; None if it has named none.
    """
    given = authorizer
    if "lambda" in authorizer:
        given = authorizer["lambda"] or {}
    if not given.get("userId"):
        return None
    return User(id=str(given["userId"]), groups=groups_of(given.get("groups")))


def user_of(claims: Mapping[str, Any]) -> User:
    """The user of verified claims; ``Unauthorized`` if the token is none for this API."""
    if claims.get("token_use") not in USES:
        raise Unauthorized("the token must be an access token")
    if claims.get("client_id") != TOKEN_AUDIENCE:
        raise Unauthorized("the token is for another client")
    if _has_expired(str(claims.get("exp", ""))):
        raise Unauthorized("the token has expired, or does not expire")
    if not claims.get("sub"):
        raise Unauthorized("the token names no user")
    return User(id=str(claims["sub"]), groups=groups_of(claims.get("cognito:groups")))


def groups_of(claim: Any) -> frozenset[str]:
    """The groups of a claim: a list, or the text that API Gateway makes of it.

    An HTTP API writes ``[a b]``, and no name has a space. A REST API writes ``a,b``; so the groups
    of ``UserPool`` have no comma in their names.
    """
    if isinstance(claim, str):
        is_list = claim.startswith("[") and claim.endswith("]")
        claim = claim[1:-1].split(" ") if is_list else claim.split(",")
    return frozenset(filter(None, claim or ()))


def _has_expired(expiry: str) -> bool:
    """Whether ``exp`` is missing or past.

    It is in seconds since 1970. The authorizer of a REST API writes it as a date in words, once it
    has checked it.
    """
    return int(expiry) <= time.time() if expiry.isdecimal() else not expiry
