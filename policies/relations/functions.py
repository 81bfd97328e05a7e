"""Functions: which one a property refers to, directly or through an alias."""

from __future__ import annotations

from policies.framework.aws import cloudfront, lambda_
from policies.framework.graph import Graph
from policies.framework.resource import Resource

# The function itself, as Lambda calls it where versions have numbers.
LATEST = "$LATEST"


# Where a distribution names the functions at the edge.
EDGE_PLACES = ("defaultCacheBehavior", "orderedCacheBehaviors")


def functions_behind(source: Resource, key: str, graph: Graph) -> list[Resource]:
    """The functions that a property of ``source`` refers to, directly or through an alias."""
    aliases = graph.of(source, key, lambda_.Alias)
    return [
        *graph.of(source, key, lambda_.Function),
        *[one for each in aliases for one in graph.of(each, "functionName", lambda_.Function)],
    ]


def qualifier(source: Resource, key: str, graph: Graph) -> object:
    """The alias (its URN) or version that a property refers to; None for the function itself."""
    for place in ("qualifier", key):
        for alias in graph.of(source, place, lambda_.Alias):
            return alias.urn
    stated = source.get("qualifier")
    return None if stated == LATEST else stated


def distributions_of(function: Resource, graph: Graph) -> list[tuple[Resource, str]]:
    """The distributions at whose edge a function runs, each with the property that names it."""
    return [
        (distribution, place)
        for place in EDGE_PLACES
        for distribution in graph.users(function, cloudfront.Distribution, place)
    ]
