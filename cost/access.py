"""Access: which tables a function reads and writes, from the policy of its role."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cost.kinds import ROLE_POLICY, TABLE
from cost.stack import Resource, Stack

READS = {"GetItem", "BatchGetItem", "Query", "Scan"}
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"}


def tables(stack: Stack, function: Resource) -> Iterator[tuple[Resource, bool, bool]]:
    """Each table with whether the function may read and write its items."""
    named = {table.name: table for table in stack.of(TABLE)}
    for role in stack.referred(function, "role"):
        found: dict[str, set[str]] = {}
        for policy in stack.referring(role, ROLE_POLICY, "role"):
            for statement in json.loads(policy.inputs["policy"])["Statement"]:
                for name in _tables(statement, named):
                    actions = statement["Action"]
                    listed = [actions] if isinstance(actions, str) else actions
                    found.setdefault(name, set()).update(a.partition(":")[2] for a in listed)
        for name, actions in sorted(found.items()):
            yield named[name], bool(actions & READS), bool(actions & WRITES)


def _tables(statement: dict[str, object], named: dict[str, Resource]) -> Iterator[str]:
    resources = statement.get("Resource", ())
    for arn in [resources] if isinstance(resources, str) else resources:  # type: ignore[attr-defined]
        service, _, rest = arn.partition(":dynamodb:")
        name = rest.rpartition(":")[2].removeprefix("table/")
        if service and name in named:
            yield name
