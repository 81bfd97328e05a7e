"""Access: which tables a function reads and writes, from the policy of its role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set

from cost.documents import read
from cost.kinds import ROLE_POLICY, TABLE
from cost.stack import Resource, Stack, names_of

READS = {"GetItem", "BatchGetItem", "Query", "Scan"}
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"}


def tables(
    stack: Stack, function: Resource, assumed: Set[str] = READS | WRITES
) -> Iterator[tuple[Resource, bool, bool]]:
    """Each table with whether the function may read and write its items.

    A policy that is not known yet allows what is ``assumed``, on the tables that it refers to.
    """
    named = {name: table for table in stack.of(TABLE) for name in names_of(table)}
    for role in stack.referred(function, "role"):
        found: dict[str, set[str]] = defaultdict(set)
        for policy in stack.referring(role, ROLE_POLICY, "role"):
            document = read(policy.inputs["policy"])
            if document is None:
                for table in stack.referred(policy, "policy", TABLE):
                    found[table.name] |= assumed
                continue
            for statement in document["Statement"]:
                for name in _tables(statement, named):
                    actions = statement["Action"]
                    listed = [actions] if isinstance(actions, str) else actions
                    found[named[name].name].update(a.partition(":")[2] for a in listed)
        for name, actions in sorted(found.items()):
            yield named[name], bool(actions & READS), bool(actions & WRITES)


def _tables(statement: dict[str, object], named: dict[str, Resource]) -> Iterator[str]:
    resources = statement.get("Resource", ())
    for arn in [resources] if isinstance(resources, str) else resources:  # type: ignore[attr-defined]
        service, _, rest = arn.partition(":dynamodb:")
        name = rest.rpartition(":")[2].removeprefix("table/")
        if service and name in named:
            yield name
