"""Protocols: the subprotocols that a client offers in its handshake; one may be a token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PROTOCOL_HEADER = "Sec-WebSocket-Protocol"

# ``new WebSocket(url, ["bearer", token])`` in a browser, which can set no other header.
BEARER = "bearer"


def offered(event: Mapping[str, Any]) -> list[str]:
    """The subprotocols of a connect event, in the client's order; empty without any."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    names = str(headers.get(PROTOCOL_HEADER.lower()) or "").split(",")
    return [name.strip() for name in names if name.strip()]


def token_of(event: Mapping[str, Any]) -> str:
    """The token of a connect event: the query parameter ``token``, or what follows ``bearer`` in
    the subprotocols; empty without one.
    """
    query = event.get("queryStringParameters") or {}
    if query.get("token"):
        return str(query["token"])
    names = offered(event)
    return names[1] if len(names) == 2 and names[0] == BEARER else ""
