"""The rule on permissions boundaries: of all roles of a stack, or of none."""

from __future__ import annotations

from pulumi_aws import iam

from policies.framework.resource import UNKNOWN
from policies.rules import iam_boundaries as rules
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource

BOUNDARY = arn("iam", "policy/boundary")


def role(name, **properties):
    return resource(iam.Role, name, **properties)


ALLOWED = {
    rules.role_has_a_boundary: {
        "all have it": [
            role("a", permissionsBoundary=BOUNDARY),
            role("b", permissionsBoundary=BOUNDARY),
        ],
        "none has one": [role("a"), role("b")],
        "one is not known yet": [
            role("a", permissionsBoundary=UNKNOWN),
            role("b", permissionsBoundary=BOUNDARY),
        ],
    },
}
REFUSED = {
    rules.role_has_a_boundary: {
        "one has none": [role("a", permissionsBoundary=BOUNDARY), role("b")],
        "that of one is empty": [
            role("a", permissionsBoundary=UNKNOWN),
            role("b", permissionsBoundary=""),
        ],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
