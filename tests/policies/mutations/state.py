"""State: a recorded stack as an exported state, and one stack with a mutation for each rule."""

from __future__ import annotations

import json
from typing import Any

from policies.framework.resource import Resource
from tests.policies.mutations.mutate import Mutation, Stack

PROVIDER = "pulumi:providers:aws"


def together(stack: Stack, mutations: tuple[Mutation, ...]) -> tuple[Stack, list[Mutation]]:
    """A stack with one mutation for each rule that is meant for one, and those mutations; no two
    of them are about the same resource.
    """
    applied: dict[str, Mutation] = {}
    touched: set[str] = set()
    before = stack
    for each in mutations:
        if not each.rule or each.rule in applied:
            continue
        urns = _touched(before, each.change(before))
        if touched.isdisjoint(urns):
            stack, applied[each.rule] = each.change(stack), each
            touched |= urns
    return stack, list(applied.values())


def _touched(before: Stack, after: Stack) -> set[str]:
    """The resources that are changed, added or removed."""
    old, new = ({id(each): each.urn for each in stack} for stack in (before, after))
    return {urn for place, urn in (old | new).items() if (place in old) is not (place in new)}


def exported(stack: Stack) -> str:
    """What ``pulumi stack export`` writes of a stack, as far as policies read it."""
    [provider] = [each.urn for each in stack if each.type == PROVIDER]
    resources = [_exported(each, f"{provider}::id") for each in stack]
    manifest = {"time": "2026-01-01T00:00:00Z", "magic": "", "version": ""}
    deployment = {"manifest": manifest, "resources": resources}
    return json.dumps({"version": 3, "deployment": deployment}, default=str)


def _exported(resource: Resource, provider: str) -> dict[str, Any]:
    custom = resource.type.startswith(("aws:", "pulumi:providers:"))
    return {
        "urn": resource.urn,
        "custom": custom,
        "type": resource.type,
        "inputs": resource.properties,
        "outputs": resource.properties,
        "parent": resource.parent,
        "dependencies": resource.dependencies,
        "propertyDependencies": resource.property_dependencies,
        **({"id": "id"} if custom else {}),
        **({"provider": provider} if resource.type.startswith("aws:") else {}),
    }
