"""Which function a reference means, also where it names an alias of it."""

from __future__ import annotations

from pulumi_aws import lambda_

from policies.graph import Graph
from policies.seen import Seen


def functions_behind(source: Seen, key: str, graph: Graph) -> list[Seen]:
    """The functions that a property of ``source`` refers to, directly or through an alias."""
    aliases = graph.of(source, key, lambda_.Alias)
    return [
        *graph.of(source, key, lambda_.Function),
        *[one for each in aliases for one in graph.of(each, "functionName", lambda_.Function)],
    ]


def qualifier(source: Seen, key: str, graph: Graph) -> object:
    """What tells a reference to an alias or a version from one to the function itself."""
    for place in ("qualifier", key):
        for alias in graph.of(source, place, lambda_.Alias):
            return alias.urn
    return source.get("qualifier")
