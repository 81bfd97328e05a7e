"""Tokens of a user pool, signed here by keys of its own and of others."""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.fakes.environment import VARIABLES

ISSUER, CLIENT = VARIABLES["TOKEN_ISSUER"], VARIABLES["TOKEN_AUDIENCE"]
KEY, OTHER = (rsa.generate_private_key(65537, 2048) for _ in range(2))
SHORT = rsa.generate_private_key(65537, 1024)


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def part(content: object) -> str:
    return encoded(json.dumps(content).encode())


def published(kid: str, key: rsa.RSAPrivateKey) -> dict[str, str]:
    public = key.public_key().public_numbers()

    def number(value: int) -> str:
        return encoded(value.to_bytes((value.bit_length() + 7) // 8, "big"))

    return {"kid": kid, "kty": "RSA", "use": "sig", "n": number(public.n), "e": number(public.e)}


def token(
    key: rsa.RSAPrivateKey = KEY,
    header: dict[str, str] | None = None,
    signature: bytes | None = None,
    **changed: Any,
) -> str:
    """An access token of ann; ``None`` leaves a claim out."""
    given = {
        "sub": "ann",
        "iss": ISSUER,
        "client_id": CLIENT,
        "token_use": "access",
        "exp": 9_999_999_999,
        "cognito:groups": ["agents"],
        **changed,
    }
    claims = {name: value for name, value in given.items() if value is not None}
    text = f"{part({'alg': 'RS256', 'kid': 'own', **(header or {})})}.{part(claims)}"
    if signature is None:
        signature = key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{encoded(signature)}"
