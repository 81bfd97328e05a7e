"""Connection: opens one to a database by a grant's URL, with a token in place of a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

from runtime.clients.aws import certificates, database_token

if TYPE_CHECKING:
    import psycopg

    Connection: TypeAlias = psycopg.Connection[dict[str, Any]]

CONNECT_SECONDS = 5
# What the grant's URL asks for: the proxy has a certificate, and lets in who has a token.
VERIFIED = "verify-full"


def connect(url: str) -> Connection:
    """A connection that has no transaction yet, whose rows are mappings by column.

    Statements are not prepared: a proxy would bind the connection to its client for them.
    """
    import psycopg
    from psycopg.rows import dict_row

    return psycopg.connect(
        url,
        row_factory=dict_row,
        prepare_threshold=None,
        connect_timeout=CONNECT_SECONDS,
        **credentials(url),  # type: ignore[arg-type]
    )


def credentials(url: str) -> dict[str, str]:
    """What a verified connection needs beside its URL: the token of the function's role, which
    opens connections for 15 minutes, and the certificates to know the server by.
    """
    at = urlsplit(url)
    if parse_qs(at.query).get("sslmode") != [VERIFIED]:
        return {}
    token = database_token(str(at.hostname), at.port or 5432, str(at.username))
    return {"password": token, "sslrootcert": certificates()}
