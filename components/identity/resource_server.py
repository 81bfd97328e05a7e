"""Resource server: the scopes by which access tokens of a user pool open an API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResourceServerScopeType.html
SCOPE = r"[!#-.0-\[\]-~]{1,256}"
SCOPES = 100

# The scope of the access tokens of users who signed in by SRP or by a password, not by the domain:
# https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
SIGNED_IN = "aws.cognito.signin.user.admin"


@dataclass(frozen=True, kw_only=True)
class ResourceServer:
    """An API, or several, as a user pool knows them.

    Raises ``ValueError`` for names that Cognito does not take.
    """

    identifier: str
    """The first part of every scope, as ``shop``; often the URL of the API."""

    scopes: Mapping[str, str]
    """What each scope allows, by its name, as ``{"orders": "Place orders and read them"}``; 1 to
    100 scopes, descriptions up to 256 characters."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[!-\[\]-~]{1,256}", self.identifier) or '"' in self.identifier:
            raise ValueError(
                "identifier must be 1 to 256 printable characters without spaces, quotes and "
                f"backslashes, got {self.identifier!r}"
            )
        if not 1 <= len(self.scopes) <= SCOPES:
            raise ValueError(f"scopes must be 1 to {SCOPES}, got {len(self.scopes)}")
        for name, meaning in self.scopes.items():
            if not re.fullmatch(SCOPE, name):
                raise ValueError(
                    "a scope must be 1 to 256 printable characters without spaces, slashes, quotes "
                    f"and backslashes, got {name!r}"
                )
            if not 1 <= len(meaning) <= 256:
                raise ValueError(
                    f"scope {name} must be described in 1 to 256 characters, got {len(meaning)}"
                )

    def full_names(self) -> tuple[str, ...]:
        """The scopes as they are in a token: ``shop/orders``."""
        return tuple(f"{self.identifier}/{name}" for name in self.scopes)
