"""Clients of a user pool by OAuth 2.0: a website or an app, and a program without a user."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

from components.identity.resource_server import SIGNED_IN
from components.limits import within

# What a web client may read of its user: https://openid.net/specs/openid-connect-core-1_0.html
OPENID_SCOPES = ("openid", "email", "profile")

# Limits: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
ACCESS_MINUTES = (5, 1440)
REFRESH_DAYS = (1, 3650)
URLS = (1, 100)
LONGEST_URL = 1024

# https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
DOMAIN = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
RESERVED = ("aws", "amazon", "cognito")


def check_domain(prefix: str) -> None:
    """Raise ``ValueError`` for a prefix of a user pool's domain that Cognito does not take."""
    if not re.fullmatch(DOMAIN, prefix) or any(each in prefix for each in RESERVED):
        raise ValueError(
            "domain must be 1 to 63 lower-case characters, digits and hyphens between them, "
            f"without {', '.join(RESERVED)}, got {prefix}"
        )


@dataclass(frozen=True, kw_only=True)
class TokenValidity:
    """How long the tokens of a client are valid. Raises ``ValueError`` outside Cognito's limits."""

    access_minutes: int = 60
    """Minutes that an access token and an ID token are valid, 5 to 1,440. API Gateway does not
    notice that a token was revoked, so this is how long a user who is signed out can call APIs."""

    refresh_days: int = 30
    """Days in which the client gets new tokens without another sign-in, 1 to 3,650."""

    def __post_init__(self) -> None:
        within("access_minutes", self.access_minutes, ACCESS_MINUTES, "minutes")
        within("refresh_days", self.refresh_days, REFRESH_DAYS, "days")

    def inputs(self) -> dict[str, Any]:
        """The arguments of ``aws.cognito.UserPoolClient`` that say so."""
        return {
            "access_token_validity": self.access_minutes,
            "id_token_validity": self.access_minutes,
            "refresh_token_validity": self.refresh_days,
            "token_validity_units": {
                "access_token": "minutes",
                "id_token": "minutes",
                "refresh_token": "days",
            },
        }


@dataclass(frozen=True, kw_only=True)
class WebClient:
    """A website or an app whose users sign in at the pool's domain: authorization code flow.

    It has no secret, which a browser could not keep: it must use PKCE (RFC 7636), which Cognito
    verifies where the client sends a ``code_challenge``. Raises ``ValueError`` for URLs that
    Cognito does not take.
    """

    callback_urls: tuple[str, ...]
    """Where the domain sends the user with a code after signing in, in full: ``https://``, or
    ``http://localhost`` while the site is written; 1 to 100."""

    logout_urls: tuple[str, ...] = ()
    """Where the domain may send the user after signing out; 100 at most."""

    scopes: tuple[str, ...] = ()
    """Scopes of the pool's resource server that its access tokens may have, as ``shop/orders``,
    beside ``openid``, ``email`` and ``profile``; or ``aws.cognito.signin.user.admin``, which access
    tokens have of users who sign in without the domain."""

    validity: TokenValidity = TokenValidity()
    """How long its tokens are valid."""

    def __post_init__(self) -> None:
        within("callback_urls", len(self.callback_urls), URLS, "URLs")
        within("logout_urls", len(self.logout_urls), (0, URLS[1]), "URLs")
        for key in ("callback_urls", "logout_urls"):
            for url in getattr(self, key):
                if not re.fullmatch(r"(https://|http://localhost(?=[:/]|$))[^\s#*]*", url):
                    raise ValueError(
                        f"{key} must begin with https://, or with http://localhost, and have "
                        f"neither fragment nor *, got {url}"
                    )
                if len(url) > LONGEST_URL:
                    raise ValueError(
                        f"{key} must have {LONGEST_URL} characters at most, got {len(url)}"
                    )

    def inputs(self) -> dict[str, Any]:
        """The arguments of ``aws.cognito.UserPoolClient`` for such a client."""
        return {
            "generate_secret": False,
            "explicit_auth_flows": ["ALLOW_REFRESH_TOKEN_AUTH"],
            **self.page(),
            **self.validity.inputs(),
        }

    def page(self) -> dict[str, Any]:
        """The arguments of ``aws.cognito.UserPoolClient`` that let users sign in at the domain."""
        return {
            "allowed_oauth_flows_user_pool_client": True,
            "allowed_oauth_flows": ["code"],
            "allowed_oauth_scopes": [*OPENID_SCOPES, *self.scopes],
            "callback_urls": list(self.callback_urls),
            "logout_urls": list(self.logout_urls),
            "supported_identity_providers": ["COGNITO"],
        }

    def unknown_scopes(self, known: tuple[str, ...]) -> list[str]:
        """The scopes that neither Cognito nor a resource server with these scopes has."""
        return [scope for scope in self.scopes if scope not in (SIGNED_IN, *known)]


@dataclass(frozen=True, kw_only=True)
class MachineClient:
    """A program that calls APIs for itself: client credentials flow, with a secret.

    Its access tokens name no user: ``sub`` is the client's own id.
    """

    scopes: tuple[str, ...]
    """Scopes of the pool's resource server that its tokens may have; at least one."""

    validity: TokenValidity = TokenValidity()
    """How long its tokens are valid; it gets no refresh token."""

    def __post_init__(self) -> None:
        if not self.scopes:
            raise ValueError("scopes must name at least one scope of the resource server, got none")

    def inputs(self) -> dict[str, Any]:
        """The arguments of ``aws.cognito.UserPoolClient`` for such a client."""
        return {
            "generate_secret": True,
            "allowed_oauth_flows_user_pool_client": True,
            "allowed_oauth_flows": ["client_credentials"],
            "allowed_oauth_scopes": list(self.scopes),
            "supported_identity_providers": ["COGNITO"],
            # Without any, Cognito would allow sign-in by SRP.
            "explicit_auth_flows": ["ALLOW_REFRESH_TOKEN_AUTH"],
            **self.validity.inputs(),
        }

    def unknown_scopes(self, known: tuple[str, ...]) -> list[str]:
        """The scopes that a resource server with these scopes does not have."""
        return [scope for scope in self.scopes if scope not in known]


Client: TypeAlias = WebClient | MachineClient
