"""The tokens with which the table tries every route, by what is wrong with them."""

from __future__ import annotations

import time

from tests.fakes.tokens import CLIENT, ISSUER, OTHER, token

# A user's access token has this scope; an ID token and a refresh token have none.
SCOPE = "aws.cognito.signin.user.admin"
GOOD = "a user's"


def tokens() -> dict[str, str | None]:
    """Every token by its name, the right one last; None for no token."""
    access = {"cognito:groups": None, "scope": SCOPE}
    header, _, signature = token(**access).split(".")
    claims = token(**{**access, "sub": "bob"}).split(".")[1]
    return {
        "none": None,
        "wrong signature": token(OTHER, **access),
        "changed claims": f"{header}.{claims}.{signature}",
        "alg: none": token(header={"alg": "none"}, signature=b"", **access),
        "expired": token(exp=int(time.time()) - 1, **access),
        "another pool": token(iss=f"{ISSUER}2", **access),
        "another client": token(client_id="theirs", **access),
        "ID token": token(client_id=None, aud=CLIENT, token_use="id", **{**access, "scope": None}),
        "refresh token": token(token_use="refresh", **{**access, "scope": None}),
        GOOD: token(**access),
    }
