"""APIs: which one a stage, a method or a route belongs to, and which of them ask for no caller."""

from __future__ import annotations

from policies.framework.graph import Graph
from policies.framework.resource import Resource

# Authorization of a method or a route that anyone may call.
OPEN = (None, "NONE")


def apis_of(part: Resource, graph: Graph) -> list[Resource]:
    """The REST, HTTP or WebSocket API that a stage, a method or a route names."""
    return [*graph.of(part, "restApi"), *graph.of(part, "apiId")]
