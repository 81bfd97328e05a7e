"""Component path: where in a program a resource is made (``orders > advance-order > queue``)."""

from __future__ import annotations

from itertools import pairwise

from policies.framework.graph import Graph
from policies.framework.resource import Resource

SEPARATOR = " > "
STACK = "pulumi:pulumi:Stack"


def component_path(resource: Resource, graph: Graph) -> str:
    """The names of the components around a resource and its own, outermost first.

    Each name is given without the name around it that it begins with, and not at all where it is
    the same. A component of which only the type is known, from the URN, is given by its class
    (``Orders``).
    """
    around = [urn for urn in graph.lineage(resource) if _types(urn) != [STACK]]
    urns = around[::-1] or [resource.urn]
    outside = [token.rpartition(":")[2] for token in _types(urns[0])[:-1] if token != STACK]
    names = list(dict.fromkeys(_name(urn) for urn in urns))
    within = [name.removeprefix(f"{outer}-") for outer, name in pairwise(["", *names])]
    return SEPARATOR.join([*outside, *within])


def _types(urn: str) -> list[str]:
    """The types in a URN: those of the parents, outermost first, and the resource's own."""
    return urn.split("::", 3)[2].split("$")


def _name(urn: str) -> str:
    return urn.split("::", 3)[3]
