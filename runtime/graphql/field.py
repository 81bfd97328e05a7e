"""Field: what AppSync asks a function for, with the caller and the caller's token.

The event is AppSync's own context, or the part of it that a resolver's code hands on:
https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from contracts.codec import decode, decode_value
from contracts.contract import Contract
from contracts.violation import ContractViolation
from runtime.api.identity import User, user_of
from runtime.http_errors import BadRequest, Unauthorized
from runtime.observability import CORRELATION_HEADER, correlation_id_in

C = TypeVar("C", bound=Contract)


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a query or mutation; header names are lower case, missing parts are empty.

    ``name`` has its type, as ``Query.products``; ``source`` is the object that it belongs to,
    ``claims`` what the token says that AppSync has verified.
    """

    name: str
    arguments: Mapping[str, Any]
    source: Mapping[str, Any]
    headers: Mapping[str, str]
    claims: Mapping[str, Any]

    @cached_property
    def caller(self) -> User:
        """The user of the token; ``Unauthorized`` without one, or if it is not for this API."""
        if not self.claims:
            raise Unauthorized("sign in first")
        return user_of(self.claims)

    @property
    def token(self) -> str:
        """The caller's token, by which other services know the caller."""
        token = self.headers.get("authorization", "")
        if not token:
            raise Unauthorized("sign in first")
        return token

    @property
    def correlation_id(self) -> str | None:
        """The correlation id that the client sent; None unless it is printable ASCII and short."""
        return correlation_id_in(self.headers.get(CORRELATION_HEADER.lower()))

    def argument(self, kind: Any, name: str, default: Any = None) -> Any:
        """An argument as a field type, or the default if it is null or not given.

        ``BadRequest`` if it breaks its limits.
        """
        given = self.arguments.get(name)
        if given is None:
            return default
        try:
            return decode_value(kind, given, path=name, name="the arguments")
        except ContractViolation as broken:
            raise BadRequest.of(broken.problems) from broken

    def input(self, contract: type[C], name: str) -> C:
        """An argument of several fields as a contract; ``BadRequest`` lists every problem.

        A field that is null counts as not given: clients often send all fields of an input.
        """
        given = self.arguments.get(name)
        try:
            return decode(contract, _without_nulls(given))
        except ContractViolation as broken:
            raise BadRequest.of(broken.problems) from broken


def parse_field(event: Mapping[str, Any]) -> Field:
    """The field in an event of AppSync."""
    info, identity = event.get("info") or {}, event.get("identity") or {}
    headers = (event.get("request") or {}).get("headers") or {}
    return Field(
        name=f"{info.get('parentTypeName', '')}.{info.get('fieldName', '')}",
        arguments=event.get("arguments") or {},
        source=event.get("source") or {},
        headers={name.lower(): str(value) for name, value in headers.items()},
        claims=identity.get("claims") or {},
    )


def _without_nulls(given: Any) -> Any:
    if isinstance(given, Mapping):
        return {name: _without_nulls(each) for name, each in given.items() if each is not None}
    return [_without_nulls(each) for each in given] if isinstance(given, list) else given
