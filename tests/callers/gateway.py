"""What API Gateway does with a token before it invokes a function, as AWS documents it.

REST: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
HTTP: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
GraphQL: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
"""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from tests.fakes.tokens import ISSUER, KEY

Claims = Mapping[str, Any]


class Refused(Exception):
    """The gateway answers with this status, and invokes nothing."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def rest(token: str | None, scopes: tuple[str, ...]) -> Claims:
    """The claims that a Cognito authorizer hands on. It looks for no client; without scopes it
    takes ID tokens alone, and with them access tokens that have one.
    """
    claims = _signed(token)
    if scopes and not _has_one(claims, scopes):
        raise Refused(401)
    if not scopes and claims.get("token_use") != "id":
        raise Refused(401)
    return claims


def http(token: str | None, audiences: tuple[str, ...], scopes: tuple[str, ...]) -> Claims:
    """The claims that a JWT authorizer hands on; it takes every use of a token."""
    claims = _signed(token)
    if claims.get("aud", claims.get("client_id")) not in audiences:
        raise Refused(401)
    if scopes and not _has_one(claims, scopes):
        raise Refused(403)
    return claims


def graphql(
    token: str | None, clients: tuple[str, ...], groups: tuple[str, ...], access_only: bool
) -> Claims:
    """The claims that AppSync hands on; of the uses of a token it knows none, but code may."""
    claims = _signed(token)
    if claims.get("aud", claims.get("client_id")) not in clients:
        raise Refused(401)
    if access_only and claims.get("token_use") != "access":
        raise Refused(401)
    if groups and not {*groups} & {*(claims.get("cognito:groups") or ())}:
        raise Refused(403)
    return claims


def claims_in(token: str) -> dict[str, Any]:
    """The payload of a token, not verified."""
    found: dict[str, Any] = json.loads(_bytes(token.split(".")[1]))
    return found


def _signed(token: str | None) -> Claims:
    """The claims of a token that the pool has signed and that has not expired."""
    if token is None:
        raise Refused(401)
    text, _, signature = token.rpartition(".")
    if json.loads(_bytes(token.split(".")[0]))["alg"] != "RS256":
        raise Refused(401)
    try:
        KEY.public_key().verify(
            _bytes(signature), text.encode(), padding.PKCS1v15(), hashes.SHA256()
        )
    except InvalidSignature:
        raise Refused(401) from None
    claims = claims_in(token)
    if claims["iss"] != ISSUER or claims["exp"] <= time.time():
        raise Refused(401)
    return claims


def _has_one(claims: Claims, scopes: tuple[str, ...]) -> bool:
    return bool(set(claims.get("scope", "").split()) & {*scopes})


def _bytes(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))
