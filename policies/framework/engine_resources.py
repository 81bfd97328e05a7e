"""Engine resources: what the SDK hands a policy, read into resources and the graph of a stack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi_policy import PolicyResource, ResourceValidationArgs
from pulumi_policy.proxy import UnknownValueError

from policies.framework.graph import Graph
from policies.framework.resource import UNKNOWN, Resource
from policies.framework.wire import Known


class Stacks:
    """What the policies of a pack share: the graph of the stack, built once for all of them, and
    ``parents``, by URN, of the resources that the engine has shown one at a time.
    """

    def __init__(self) -> None:
        self.parents: dict[str, str] = {}
        self._asked: set[str] = set()
        self._graph = Graph([])
        self._shown: Mapping[str, Any] | None = None
        self._alone = Graph([])

    def alone(self, args: ResourceValidationArgs) -> Graph:
        """The graph of one resource, built once for all policies that are shown the same
        properties, as those of the pack's own servicer are.
        """
        if args.props is not self._shown:
            self._shown = args.props
            self._alone = Graph([alone(args)], parents=self.parents)
        return self._alone

    def graph(self, resources: Sequence[PolicyResource | Resource], policy: str) -> Graph:
        """The graph of these resources. Each policy asks once in a run of the pack, so one that
        asks again begins a new run.
        """
        if not self._asked or policy in self._asked:
            self._asked, self._graph = set(), Graph(map(of_stack, resources))
        self._asked.add(policy)
        return self._graph


def alone(args: ResourceValidationArgs) -> Resource:
    """A resource as a resource policy is given it: its inputs, and nothing of its neighbours."""
    return Resource(
        type=args.resource_type,
        name=args.name,
        urn=args.urn,
        properties=known(args.props),
        parent=args.opts.parent or "",
    )


def of_stack(resource: PolicyResource | Resource) -> Resource:
    """A resource as a stack policy is given it: outputs, as far as they are known."""
    if isinstance(resource, Resource):
        return resource
    return Resource(
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
    if isinstance(value, Known):
        return value
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
