"""One run of the pack: what the SDK hands a policy, without its traps, and the stack's graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi_policy import PolicyResource, ResourceValidationArgs
from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph
from policies.seen import UNKNOWN, Seen


class Stacks:
    """The graph of the stack at hand, built once for all the rules that ask for it."""

    def __init__(self) -> None:
        self._asked: set[str] = set()
        self._graph = Graph([])

    def graph(self, resources: Sequence[PolicyResource], policy: str) -> Graph:
        """The graph of these resources. Each policy asks once in a run of the pack, so one that
        asks again begins a new run.
        """
        if not self._asked or policy in self._asked:
            self._asked, self._graph = set(), Graph(map(seen, resources))
        self._asked.add(policy)
        return self._graph


def alone(args: ResourceValidationArgs) -> Seen:
    """A resource as a resource policy is given it: its inputs, and nothing of its neighbours."""
    return Seen(
        type=args.resource_type,
        name=args.name,
        urn=args.urn,
        properties=known(args.props),
        parent=args.opts.parent or "",
    )


def seen(resource: PolicyResource) -> Seen:
    """A resource as a stack policy is given it: outputs, as far as they are known."""
    return Seen(
        type=resource.resource_type,
        name=resource.name,
        urn=resource.urn,
        properties=known(resource.props),
        property_dependencies={
            key: tuple(each.urn for each in found)
            for key, found in resource.property_dependencies.items()
        },
        dependencies=tuple(each.urn for each in resource.dependencies),
        parent=resource.parent.urn if resource.parent else "",
    )


def known(value: Any) -> Any:
    """A property value out of the SDK's proxies, with ``UNKNOWN`` for what they refuse to show."""
    if isinstance(value, Mapping):
        return {key: _part(value, key) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_part(value, place) for place in range(len(value))]
    return value


def _part(whole: Any, key: Any) -> Any:
    try:
        return known(whole[key])
    except UnknownValueError:
        return UNKNOWN
