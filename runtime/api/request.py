"""Request: the proxy event of a REST or an HTTP API, and the caller."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from contracts.codec import decode, decode_value
from contracts.contract import Contract
from contracts.violation import ContractViolation
from runtime.api.groups import AGENTS
from runtime.api.identity import User, authorized_user, claims_of, user_of
from runtime.http_errors import BadRequest, ContentTooLarge, Forbidden, Unauthorized
from runtime.observability import requested_correlation_id

C = TypeVar("C", bound=Contract)
T = TypeVar("T")

# More than the largest body of a contract: an import of 500 items whose names are all escaped.
# API Gateway takes 10 MB, Lambda 6 MB, the emulator of a local stage any.
MAX_BODY_BYTES = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request; header names are lower case, missing parts are empty.

    ``route`` is the route's path with its parameters (``/orders/{orderId}``), ``text`` the body,
    ``claims`` what the token says that the API's authorizer has verified; ``authorized`` is the
    user that a function has verified in its place, ``request_id`` the gateway's id of the request,
    ``correlation_id`` that of the client, else the gateway's id.
    """

    method: str
    route: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    text: str
    claims: Mapping[str, Any]
    authorized: User | None = None
    request_id: str | None = None
    correlation_id: str | None = None

    @cached_property
    def user(self) -> User | None:
        """The user of the token, None without one; ``Unauthorized`` if it is not for this API."""
        return user_of(self.claims) if self.claims else self.authorized

    @property
    def caller(self) -> User:
        """The user; ``Unauthorized`` if the request has no token."""
        if self.user is None:
            raise Unauthorized("sign in first")
        return self.user

    def require_agent(self, to: str) -> User:
        """The user, who must be an agent; ``Forbidden`` otherwise. ``to`` names the action."""
        if not self.caller.is_agent:
            raise Forbidden(f"only members of the group {AGENTS} may {to}")
        return self.caller

    def path_parameter(self, kind: Any, name: str) -> Any:
        """A path parameter as a field type; ``BadRequest`` if it breaks its limits."""
        return _checked(lambda: decode_value(kind, self.path.get(name), path=name, name="the path"))

    def query_parameter(self, kind: Any, name: str, default: Any = None) -> Any:
        """A query parameter as a field type, or the default; ``BadRequest`` as for a path."""
        if name not in self.query:
            return default
        return _checked(lambda: decode_value(kind, self.query[name], path=name, name="the query"))

    def query_list(self, kind: Any, name: str) -> Any:
        """The values of ``a,b,c`` in the query, each once, as a field type; empty without them."""
        values = list(dict.fromkeys(filter(None, self.query.get(name, "").split(","))))
        return _checked(lambda: decode_value(kind, values, path=name, name="the query"))

    def header_parameter(self, kind: Any, name: str) -> Any:
        """A header as a field type; ``BadRequest`` without it, or if it breaks its limits."""
        given = self.header(name) or ""
        return _checked(lambda: decode_value(kind, given, path=name, name="the headers"))

    def header(self, name: str) -> str | None:
        """The value of a header; its name may be in any case."""
        return self.headers.get(name.lower())

    def body(self, contract: type[C]) -> C:
        """The JSON body as a contract; ``BadRequest`` lists every problem.

        ``ContentTooLarge`` for more than ``MAX_BODY_BYTES``.
        """
        if len(self.text) > MAX_BODY_BYTES or len(self.text.encode()) > MAX_BODY_BYTES:
            raise ContentTooLarge(f"the body must be of at most {MAX_BODY_BYTES} bytes")
        try:
            data = json.loads(self.text)
        except (ValueError, RecursionError) as error:
            raise BadRequest("the body must be JSON") from error
        return _checked(lambda: decode(contract, data))


def parse_request(event: Mapping[str, Any]) -> Request:
    """The request in a proxy event of payload format 1.0 or 2.0."""
    context = event.get("requestContext") or {}
    http = context.get("http") or {}
    headers, authorizer = event.get("headers") or {}, context.get("authorizer") or {}
    return Request(
        method=http.get("method") or event.get("httpMethod") or "",
        route=event.get("resource") or (event.get("routeKey") or "").rpartition(" ")[2],
        path=event.get("pathParameters") or {},
        query=event.get("queryStringParameters") or {},
        headers={name.lower(): value for name, value in headers.items()},
        text=_text(event),
        claims=claims_of(authorizer),
        authorized=authorized_user(authorizer),
        request_id=context.get("requestId"),
        correlation_id=requested_correlation_id(event),
    )


def _checked(read: Callable[[], T]) -> T:
    try:
        return read()
    except ContractViolation as broken:
        raise BadRequest(str(broken), [vars(problem) for problem in broken.problems]) from broken


def _text(event: Mapping[str, Any]) -> str:
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        return base64.b64decode(body).decode("utf-8", "replace")
    return str(body)
