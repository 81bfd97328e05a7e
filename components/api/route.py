"""Route: one method of one path, the function that answers it, and what the API checks first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import pulumi

from components.api.caching import Cached
from components.api.direct import Direct, SendMessage, StartExecution
from components.api.path import shape
from components.api.throttle import Throttle
from components.references import AnyFunction, FunctionRef

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# What answers a route: a function, or an AWS service without one.
Target: TypeAlias = AnyFunction | Direct

# Segments are names or parameters; the last may be a parameter that takes the rest of the path.
PATH = r"/|(/([\w.~:@!$&'()*,;=%-]+|\{\w[\w.-]*\}))*(/\{\w[\w.-]*\+\})?"


@dataclass(frozen=True, kw_only=True)
class Route:
    """One route of a REST or HTTP API; closed to callers without a token unless ``public``.

    Raises ``ValueError`` for a method or a path that API Gateway does not take.
    """

    method: str
    """``GET``, ``POST``, ``PUT``, ``PATCH`` or ``DELETE``."""

    path: str
    """The path with its parameters in braces, as ``/orders/{orderId}``; ``{rest+}`` takes several
    segments. It begins with a slash and, but for ``/``, does not end with one."""

    function: Target
    """The function that answers: ours, ``aws.lambda_.Function``, ``aws.lambda_.Alias``, or the ARN
    of one. The API gets the permission to invoke it for this route. In place of a function, a REST
    API takes ``SendMessage`` and ``StartExecution``, for POST routes with a ``body``."""

    public: bool = False
    """Whether anybody may call the route; otherwise the API must have an authorizer."""

    body: Mapping[str, Any] | None = None
    """JSON Schema (draft 4) of the request's body. A REST API answers 400 itself to a body that
    does not match; an HTTP API cannot check it."""

    headers: tuple[str, ...] = ()
    """Headers that a request must have; a REST API answers 400 itself to a request without."""

    cached: Cached | None = None
    """Keeps the responses of a GET route of a REST API for a while; not at ``/``."""

    scopes: tuple[str, ...] = ()
    """Scopes of which an access token must have one for this route, in place of the API's."""

    throttle: Throttle | None = None
    """Limits of this route, in place of the stage's; not at ``/`` of a REST API."""

    api_key: bool = False
    """Whether a request must have a key of a usage plan of a REST API, in ``X-API-Key``."""

    key_alone: bool = False
    """States that a public route asks for a key and nothing else: all who have it may call."""

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"method must be one of {', '.join(METHODS)}, got {self.method}")
        if not self.path or not re.fullmatch(PATH, self.path, re.ASCII):
            raise ValueError(
                "path must be / or segments that each begin with a slash, as /orders/{orderId}, "
                f"got {self.path}"
            )
        if self.cached is not None and (self.method != "GET" or self.path == "/"):
            raise ValueError(f"only GET routes below / can be cached, got {self.key}")
        if self.scopes and self.public:
            raise ValueError(f"a public route asks for no token, nor for scopes, got {self.key}")
        if self.key_alone and not (self.api_key and self.public):
            raise ValueError(f"key_alone is for public routes with api_key, got {self.key}")
        if self.direct is None:
            FunctionRef.of(self.function)  # type: ignore[arg-type]
        elif self.method != "POST" or self.body is None:
            raise ValueError(
                f"a route without a function must be POST and have a body schema, got {self.key}"
            )

    @property
    def direct(self) -> Direct | None:
        """The integration of a route without a function."""
        return self.function if isinstance(self.function, SendMessage | StartExecution) else None

    @property
    def target(self) -> FunctionRef:
        """The function that answers, whatever it was given as; ``ValueError`` without one."""
        return FunctionRef.of(self.function)  # type: ignore[arg-type]

    def calls(self) -> pulumi.Input[str]:
        """What the API calls for a request: another one needs another deployment."""
        if self.direct is None:
            return self.target.invoke_arn
        template = self.direct.template(public=self.public)
        return pulumi.Output.concat(self.direct.uri(), " ", template)

    @property
    def key(self) -> str:
        """Method and path in one, as API Gateway writes a route key: ``POST /orders``."""
        return f"{self.method} {self.path}"

    @classmethod
    def get(
        cls,
        path: str,
        function: AnyFunction,
        *,
        public: bool = False,
        cached: Cached | None = None,
    ) -> Route:
        """A route that reads."""
        return cls(method="GET", path=path, function=function, public=public, cached=cached)

    @classmethod
    def post(
        cls,
        path: str,
        function: Target,
        *,
        body: Mapping[str, Any] | None = None,
        headers: tuple[str, ...] = (),
        public: bool = False,
    ) -> Route:
        """A route that creates something or starts it."""
        return cls(
            method="POST", path=path, function=function, body=body, headers=headers, public=public
        )

    @classmethod
    def put(
        cls,
        path: str,
        function: AnyFunction,
        *,
        body: Mapping[str, Any] | None = None,
        public: bool = False,
    ) -> Route:
        """A route that sets what its path names."""
        return cls(method="PUT", path=path, function=function, body=body, public=public)

    @classmethod
    def patch(
        cls,
        path: str,
        function: AnyFunction,
        *,
        body: Mapping[str, Any] | None = None,
        public: bool = False,
    ) -> Route:
        """A route that changes parts of what its path names."""
        return cls(method="PATCH", path=path, function=function, body=body, public=public)

    @classmethod
    def delete(cls, path: str, function: AnyFunction, *, public: bool = False) -> Route:
        """A route that deletes what its path names."""
        return cls(method="DELETE", path=path, function=function, public=public)


def check(routes: tuple[Route, ...], has_authorizer: bool) -> None:
    """Raise ``ValueError`` for no routes, one given twice, or a closed one without authorizer.

    Routes that differ in the names of parameters only are one.
    """
    if not routes:
        raise ValueError("routes must name at least one route")
    keys = [(route.method, shape(route.path)) for route in routes]
    twice = sorted({r.key for r, key in zip(routes, keys, strict=True) if keys.count(key) > 1})
    if twice:
        raise ValueError(f"each route may appear once; twice given: {', '.join(twice)}")
    closed = [route.key for route in routes if not route.public and not has_authorizer]
    if closed:
        raise ValueError(f"routes need an authorizer, or public=True each: {', '.join(closed)}")


def check_scopes(routes: tuple[Route, ...], has_tokens: bool) -> None:
    """Raise ``ValueError`` for routes with scopes where API Gateway verifies no tokens itself."""
    scoped = [route.key for route in routes if route.scopes]
    if scoped and not has_tokens:
        raise ValueError(
            f"scopes need an authorizer of tokens, which a function is not: {', '.join(scoped)}"
        )
