"""WebSocket route: what answers the messages of one route key, and what the API checks first."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from components.compute.function import FunctionArgs
from components.references import AnyFunction, FunctionRef

# Route keys that API Gateway itself chooses:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-routes-integrations.html
CONNECT, DISCONNECT, DEFAULT = "$connect", "$disconnect", "$default"

# What an authorizer's function gets a token from. Browsers can set no other header of a handshake:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-connect-route-subprotocol.html
IDENTITY_SOURCES = {
    "query": "route.request.querystring.token",
    "protocol": "route.request.header.Sec-WebSocket-Protocol",
}

# A function of ours, which the API makes, or one that exists.
Handler: TypeAlias = FunctionArgs | AnyFunction
Use: TypeAlias = Literal["answer", "send", "broadcast"]
USES: tuple[Use, ...] = ("answer", "send", "broadcast")


@dataclass(frozen=True, kw_only=True)
class MessageRoute:
    """The function for the messages of one route key, and what it may do with connections."""

    function: Handler
    """The arguments of a function, which the API makes and gives the grants of ``may``; or a
    function that exists, which must have its grants already."""

    body: Mapping[str, Any] | None = None
    """JSON Schema (draft 4) of a message. API Gateway does not call the function for one that does
    not match; the client gets ``Invalid request body``. Named routes only."""

    replies: bool = False
    """Whether the ``body`` of what the function returns is sent back on the same connection;
    without it the function's answer goes nowhere, unless it fails."""

    may: Use = "answer"
    """``answer``: nothing beside its own grants; ``send``: send to connections and to the
    connections of a user; ``broadcast``: to every connection as well."""

    def __post_init__(self) -> None:
        check_handler("function", self.function)
        if self.may not in USES:
            raise ValueError(f"may must be one of {', '.join(USES)}, got {self.may}")


@dataclass(frozen=True, kw_only=True)
class ConnectAuthorizer:
    """The function that decides who may connect, and where clients put their token.

    It is called for every connection, and returns an IAM policy for ``methodArn``; the ``context``
    that it returns is in ``requestContext.authorizer`` of all events of the connection. API Gateway
    answers 401 itself to a handshake without the token's place, 403 to a policy that denies.
    """

    function: Handler
    """The arguments of a function, which the API makes; or a function that exists."""

    token: Literal["query", "protocol"] = "query"
    """``query``: the parameter ``token`` of the URL. ``protocol``: ``Sec-WebSocket-Protocol``, the
    only header that browsers let a page set; the connect function must return one of the client's
    subprotocols in that header, or browsers close the connection."""

    def __post_init__(self) -> None:
        check_handler("function", self.function)
        if self.token not in IDENTITY_SOURCES:
            places = ", ".join(IDENTITY_SOURCES)
            raise ValueError(f"token must be one of {places}, got {self.token}")


def check_handler(name: str, handler: Handler) -> None:
    """Raise ``ValueError`` for what is neither arguments of a function nor one that exists."""
    if isinstance(handler, FunctionArgs):
        return
    try:
        FunctionRef.of(handler)
    except ValueError as error:
        raise ValueError(f"{name} must be FunctionArgs or a function: {error}") from None


def check_keys(routes: Mapping[str, MessageRoute], selection: str) -> None:
    """Raise ``ValueError`` for a route key or a selection expression that API Gateway refuses."""
    for key in routes:
        if not re.fullmatch(r"[\w-]{1,128}", key, re.ASCII):
            raise ValueError(
                "routes must be named by 1 to 128 letters, digits, hyphens or underscores; "
                f"{CONNECT}, {DISCONNECT} and {DEFAULT} have arguments of their own; got {key}"
            )
    if not re.fullmatch(r"\$request\.body(\.\w+)+", selection, re.ASCII):
        raise ValueError(
            f"selection must be a field of the body, as $request.body.action, got {selection}"
        )


def model_name(key: str) -> str:
    """A name of letters and digits, as models must have; the digest distinguishes ``a-b`` from
    ``ab``.
    """
    words = re.sub(r"[^a-zA-Z0-9]+", "", key)[:80]
    return f"Message{words[:1].upper()}{words[1:]}{hashlib.sha256(key.encode()).hexdigest()[:8]}"
