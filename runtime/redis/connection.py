"""Connection: a client of a cache by the URL of a grant, with a token in place of a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from runtime.clients.aws import cache_token

if TYPE_CHECKING:
    import redis

# An answer that takes longer than this is slower than what the cache is for.
TIMEOUT_SECONDS = 0.25


def connect(url: str) -> redis.Redis:
    """A client of one connection, which is opened by its first command; it tries nothing twice."""
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    at = urlsplit(url)
    return redis.Redis(
        host=str(at.hostname),
        port=at.port or 6379,
        max_connections=1,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
        **_verified(str(at.username), parse_qs(at.query)["cache"][0])
        if at.scheme == "rediss"
        else {},
    )


def _verified(user: str, cache: str) -> dict[str, Any]:
    """TLS, and the token of the function's role, which opens connections for 15 minutes."""
    from redis.credentials import CredentialProvider

    class Tokens(CredentialProvider):
        def get_credentials(self) -> tuple[str, str]:
            return user, cache_token(cache, user)

    return {"ssl": True, "credential_provider": Tokens()}
