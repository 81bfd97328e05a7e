"""REST definition: the methods of a REST API, and when it needs another deployment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components.api import cors, cors_origin
from components.api.path import shape
from components.api.route import Route


@dataclass(frozen=True, kw_only=True)
class RestDefinition:
    """What of its arguments the methods and the deployment of an API follow from.

    ``caller`` are the parameters of a request by which its authorizer knows callers, ``origins``
    those of CORS.
    """

    routes: Sequence[Route]
    origins: Sequence[str]
    caller: Sequence[str]

    def paths(self) -> list[str]:
        """Every path that needs a resource, parents first: ``/a`` before ``/a/{b}``."""
        found: set[str] = set()
        for route in self.routes:
            parts = route.path.strip("/").split("/")
            found.update("/" + "/".join(parts[: n + 1]) for n in range(len(parts)) if parts[0])
        return sorted(found)

    def served(self) -> str:
        """A digest of which methods there are at which paths, whatever their parameters' names."""
        keys = sorted(f"{route.method} {shape(route.path)}" for route in self.routes)
        return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]

    def cache_keys(self, route: Route) -> tuple[str, ...]:
        """The parameters of a request by which the cached responses of a route differ; none if it
        is not cached. Of several origins a response names the one of its request.
        """
        if route.cached is None:
            return ()
        caller = () if route.public else self.caller
        keys = {*route.cached.keys(route.path), *caller, *cors_origin.cache_keys(self.origins)}
        return tuple(sorted(keys))

    def triggers(self, *calls: pulumi.Input[str]) -> dict[str, pulumi.Input[str]]:
        """Values that change with whatever needs another deployment, not with the routes' order;
        ``calls`` are those of the authorizer.
        """
        routes = sorted(self.routes, key=lambda route: route.key)
        shape = [
            [route.key, route.public, route.body, route.headers, *self.cache_keys(route)]
            for route in routes
        ]
        asked = (cors.ALLOWED_METHODS, cors.ALLOWED_HEADERS, cors.MAX_AGE_SECONDS)
        answers = [*asked, cors.GATEWAY_RESPONSES]
        more: list[object] = [cors_origin.chosen(self.origins)] if len(self.origins) > 1 else []
        more += [[route.key, *route.scopes] for route in routes if route.scopes]
        more += [[route.key, "key"] for route in routes if route.api_key]
        definition = json.dumps([shape, answers, self.origins, *more], sort_keys=True)
        called = [*calls, *[route.calls() for route in routes]]
        return {
            "definition": hashlib.sha256(definition.encode()).hexdigest(),
            "calls": pulumi.Output.json_dumps(called),
        }
