"""Tokens: verifies JSON Web Tokens of a user pool where no gateway has: at a WebSocket's connect.

A token is what RFC 7519 says, signed with RS256 (RFC 7518, 3.3) by a key that the issuer publishes:
https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
The signature is verified in Python: the runtime layer has no compiled code, and only public values
are computed with.
"""

from __future__ import annotations

import binascii
import hashlib
import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from runtime.api.identity import User, user_of
from runtime.cache import Cache
from runtime.environment import environment
from runtime.http_errors import ServiceUnavailable, Unauthorized

# The issuer that tokens must be from, as ``https://cognito-idp.eu-west-1.amazonaws.com/POOL``.
TOKEN_ISSUER = environment("TOKEN_ISSUER")
# Where AWS's services are found instead, as the SDKs read it.
AWS_ENDPOINT_URL = environment("AWS_ENDPOINT_URL", "")

ALGORITHM = "RS256"
SHORTEST_KEY_BITS = 2048
# What stands before the digest in a signature: RFC 8017, 9.2, note 1.
SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")

CONNECT_SECONDS, READ_SECONDS = 1.0, 2.0
# Keys are replaced rarely, and published before they are used. A key that is not known is looked
# for again at most so often: anybody may send tokens of a made-up key.
KEYS_SECONDS, MISSING_SECONDS = 3600.0, 60.0

_keys: Cache[dict[str, tuple[int, int]]] = Cache(1, KEYS_SECONDS)
_missed: Cache[bool] = Cache(1, MISSING_SECONDS)


def verified_user(token: str) -> User:
    """The user of a token that this API takes.

    ``Unauthorized`` for a token that is none, is signed by another key or algorithm, is of another
    issuer, client or use, or has expired; ``ServiceUnavailable`` if the keys cannot be read.
    """
    claims = _verified_claims(token)
    if claims.get("iss") != TOKEN_ISSUER:
        raise Unauthorized("the token is of another issuer")
    return user_of({**claims, "exp": _whole(claims.get("exp"))})


def _verified_claims(token: str) -> Mapping[str, Any]:
    """The claims of a token whose signature is right; of its header only ``kid`` is believed."""
    parts = token.split(".")
    if len(parts) != 3 or not token.isascii():
        raise Unauthorized("the token must have three parts, joined by dots")
    header, claims = _json(parts[0]), _json(parts[1])
    if header.get("alg") != ALGORITHM:
        raise Unauthorized(f"the token must be signed with {ALGORITHM}")
    modulus, exponent = _key(str(header.get("kid")))
    if not _is_signed(f"{parts[0]}.{parts[1]}".encode(), _bytes(parts[2]), modulus, exponent):
        raise Unauthorized("the token's signature is wrong")
    return claims


def _is_signed(text: bytes, signature: bytes, modulus: int, exponent: int) -> bool:
    """Whether this is the one right signature: the expected block is made, not the given one read.

    RFC 8017, 8.2.2.
    """
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != size or number >= modulus:
        return False
    info = SHA256_INFO + hashlib.sha256(text).digest()
    padding = b"\xff" * (size - len(info) - 3)
    block = pow(number, exponent, modulus).to_bytes(size, "big")
    return block == b"\x00\x01" + padding + b"\x00" + info


def _key(key_id: str) -> tuple[int, int]:
    """Modulus and exponent of the issuer's key of an id; ``Unauthorized`` if it has none."""
    keys = _keys.get(TOKEN_ISSUER)
    if keys is None or (key_id not in keys and _missed.get(TOKEN_ISSUER) is None):
        keys = _published_keys()
        _keys.put(TOKEN_ISSUER, keys)
    if key_id not in keys:
        _missed.put(TOKEN_ISSUER, True)
        raise Unauthorized("the token is signed by a key that the issuer does not have")
    return keys[key_id]


def _published_keys() -> dict[str, tuple[int, int]]:
    """The issuer's public keys by id, of those that are long enough."""
    from urllib3 import PoolManager, Timeout
    from urllib3.exceptions import HTTPError

    pool = PoolManager(timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS))
    try:
        return _long_enough(json.loads(pool.request("GET", _keys_url()).data))
    except (HTTPError, ValueError, KeyError, TypeError) as error:
        raise ServiceUnavailable(f"the keys of {TOKEN_ISSUER} cannot be read") from error


def _long_enough(published: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """The keys of a JSON Web Key Set (RFC 7517) that signatures may be made with."""
    numbers = {
        str(key["kid"]): (_number(key["n"]), _number(key["e"]))
        for key in published["keys"]
        if key["kty"] == "RSA" and key.get("use", "sig") == "sig"
    }
    return {
        key_id: (modulus, exponent)
        for key_id, (modulus, exponent) in numbers.items()
        if modulus.bit_length() >= SHORTEST_KEY_BITS
    }


def _keys_url() -> str:
    issuer = urlsplit(TOKEN_ISSUER)
    origin = AWS_ENDPOINT_URL.rstrip("/") or f"{issuer.scheme}://{issuer.netloc}"
    return f"{origin}{issuer.path}/.well-known/jwks.json"


def _whole(expiry: Any) -> str:
    """``exp`` in whole seconds; empty, as if the token had none, for what is no number."""
    is_number = isinstance(expiry, int | float) and not isinstance(expiry, bool)
    return str(int(expiry)) if is_number else ""


def _json(part: str) -> dict[str, Any]:
    """The object in a part of a token; ``Unauthorized`` if there is none."""
    try:
        found = json.loads(_bytes(part))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Unauthorized("the parts of the token must be JSON objects")
    return found


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text), "big")


def _bytes(part: str) -> bytes:
    """What a part of a token holds, in base64 without its padding (RFC 7515, 2)."""
    try:
        return urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except binascii.Error:
        raise Unauthorized("the parts of the token must be base64url") from None
