"""Request: what a gateway passed on, REST API and HTTP API alike, and who is asking."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from contracts.codec import decode, decode_value
from contracts.contract import Contract
from contracts.violation import ContractViolation
from runtime.api.errors import BadRequest, Forbidden, Unauthorized

C = TypeVar("C", bound=Contract)
T = TypeVar("T")

AGENTS = "agents"
CORRELATION_HEADER = "X-Correlation-Id"
LONGEST_CORRELATION = 128


@dataclass(frozen=True, kw_only=True)
class User:
    """Who is signed in, as the gateway has verified it."""

    id: str
    groups: frozenset[str]

    @property
    def is_agent(self) -> bool:
        return AGENTS in self.groups


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request; header names are lower case, and nothing is missing, only empty."""

    method: str
    route: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    text: str
    user: User | None

    @property
    def caller(self) -> User:
        """Who is signed in; ``Unauthorized`` if nobody is."""
        if self.user is None:
            raise Unauthorized("sign in first")
        return self.user

    def require_agent(self, to: str) -> User:
        """The agent who is signed in; ``Forbidden`` for anybody else."""
        if not self.caller.is_agent:
            raise Forbidden(f"only members of the group {AGENTS} may {to}")
        return self.caller

    def path_parameter(self, term: Any, name: str) -> Any:
        """A part of the path, within the limits of its term; ``BadRequest`` otherwise."""
        return _within(lambda: decode_value(term, self.path.get(name), path=name, name="the path"))

    def header(self, name: str) -> str | None:
        """A header, whatever the case of its name."""
        return self.headers.get(name.lower())

    @property
    def correlation_id(self) -> str | None:
        """The caller's own id for this conversation, when it is one that a log can bear."""
        given = self.header(CORRELATION_HEADER) or ""
        return given if re.fullmatch(f"[!-~]{{1,{LONGEST_CORRELATION}}}", given) else None

    def body(self, contract: type[C]) -> C:
        """The body as a contract; ``BadRequest`` with every problem in it."""
        try:
            data = json.loads(self.text)
        except (ValueError, RecursionError) as error:
            raise BadRequest("the body must be JSON") from error
        return _within(lambda: decode(contract, data))


def parse_request(event: Mapping[str, Any]) -> Request:
    """The request in a proxy event, of payload format 1.0 or 2.0."""
    context = event.get("requestContext") or {}
    http = context.get("http") or {}
    headers = event.get("headers") or {}
    return Request(
        method=http.get("method") or event.get("httpMethod") or "",
        route=event.get("resource") or (event.get("routeKey") or "").rpartition(" ")[2],
        path=event.get("pathParameters") or {},
        query=event.get("queryStringParameters") or {},
        headers={name.lower(): value for name, value in headers.items()},
        text=_text(event),
        user=_user(context.get("authorizer") or {}),
    )


def _within(limits: Callable[[], T]) -> T:
    try:
        return limits()
    except ContractViolation as broken:
        raise BadRequest(str(broken), [vars(problem) for problem in broken.problems]) from broken


def _text(event: Mapping[str, Any]) -> str:
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        return base64.b64decode(body).decode("utf-8", "replace")
    return str(body)


def _user(authorizer: Mapping[str, Any]) -> User | None:
    claims = (authorizer.get("jwt") or authorizer).get("claims") or {}
    names = ("cognito:username", "username", "sub")
    user_id = next((str(claims[name]) for name in names if claims.get(name)), None)
    return User(id=user_id, groups=_groups(claims.get("cognito:groups"))) if user_id else None


def _groups(claim: Any) -> frozenset[str]:
    """A list, or as gateways flatten it: ``[a b]`` or ``a,b``."""
    if isinstance(claim, str):
        claim = re.split("[ ,]+", claim.strip("[] "))
    return frozenset(filter(None, claim or ()))
