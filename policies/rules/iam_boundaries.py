"""AWS IAM: permissions boundaries, what a role may not exceed whatever its policies allow."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import iam
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule

BOUNDARY = "permissionsBoundary"


@rule(
    "iam-role-permissions-boundary",
    "Where a role has a permissions boundary, the other roles of its stack have one, too",
    about=iam.Role,
    severity=Severity.HIGH,
    remedy="Give the role the boundary of the stage: components have it of the field "
    "permissions_boundary of their defaults",
    documentation="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
)
def role_has_a_boundary(role: Resource, graph: Graph) -> Iterator[str]:
    """A boundary keeps who may change the program from more rights than it allows, but only as
    long as there is no role without it."""
    if role.has(BOUNDARY):
        return
    for other in graph.all(iam.Role):
        if other.has(BOUNDARY):
            yield f"it has no permissions boundary; {other.name} has one"
            return


RULES = (role_has_a_boundary,)
