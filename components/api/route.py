"""Route: one method of one path, the function that answers it, and what the gateway asks first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.compute.function import Function

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, kw_only=True)
class Route:
    """``method`` and ``path`` as in ``POST`` and ``/orders/{orderId}``; closed unless ``public``.

    ``body`` is the JSON schema (draft 4) of the request, ``headers`` those it must bring; only a
    REST API can refuse by them before the function runs.
    """

    method: str
    path: str
    function: Function
    public: bool = False
    body: Mapping[str, Any] | None = None
    headers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"method must be one of {', '.join(METHODS)}, got {self.method}")
        if not self.path.startswith("/") or (self.path != "/" and self.path.endswith("/")):
            raise ValueError(f"path must start, and not end, with a slash, got {self.path}")

    @classmethod
    def get(cls, path: str, function: Function, *, public: bool = False) -> Route:
        """A route that reads."""
        return cls(method="GET", path=path, function=function, public=public)

    @classmethod
    def put(cls, path: str, function: Function) -> Route:
        """A route that sets one thing, named by its path."""
        return cls(method="PUT", path=path, function=function)

    @classmethod
    def post(
        cls,
        path: str,
        function: Function,
        *,
        body: Mapping[str, Any] | None = None,
        headers: tuple[str, ...] = (),
    ) -> Route:
        """A route that makes something."""
        return cls(method="POST", path=path, function=function, body=body, headers=headers)

    @property
    def key(self) -> str:
        """The field's way to name a route: ``POST /orders``."""
        return f"{self.method} {self.path}"


def check(routes: tuple[Route, ...], has_authorizer: bool) -> None:
    """Refuse two routes of one key, and a closed route that nobody guards."""
    keys = [route.key for route in routes]
    if not keys:
        raise ValueError("routes must name at least one route")
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"each route may appear once; twice given: {', '.join(twice)}")
    unguarded = [route.key for route in routes if not route.public and not has_authorizer]
    if unguarded:
        raise ValueError(
            f"routes need an authorizer, or public=True said of each: {', '.join(unguarded)}"
        )
