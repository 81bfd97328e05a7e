"""Rules on the concurrency that a stage keeps: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import lambda_

from policies.framework.graph import Graph
from policies.framework.judgement import judge
from policies.rules import lambda_concurrency as rules
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource


def function(name="f", reserved=None, stack="prod"):
    kept = {} if reserved is None else {"reservedConcurrentExecutions": float(reserved)}
    return resource(lambda_.Function, name, {}, stack, name=name, **kept)


def warm(of, copies):
    given = {"qualifier": "live", "provisionedConcurrentExecutions": float(copies)}
    kind, refers = lambda_.ProvisionedConcurrencyConfig, {"functionName": [of]}
    return [of, resource(kind, f"{of.name}-warm", refers, "prod", **given)]


ALLOWED = {
    rules.reserved_fits_the_account: {
        "nothing is kept": [function()],
        "100 are left": [function("a", 450), function("b", 450)],
        "not reserved": [function("a", -1)],
        "warm copies of a reservation": warm(function("a", 900), 900),
    },
    rules.reserved_is_not_near_the_quota: {
        "70 percent": [function("a", 400), *warm(function("b"), 300)],
    },
}
REFUSED = {
    rules.reserved_fits_the_account: {
        "99 are left": [function("a", 451), function("b", 450)],
        "warm, and not reserved": [function("c", -1), *warm(function("a", -1), 901)],
        "warm and reserved": [function("a", 600), *warm(function("b"), 301)],
    },
    rules.reserved_is_not_near_the_quota: {
        "more than 70 percent": [function("a", 400), *warm(function("b"), 301)],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


def test_the_function_that_keeps_the_most_is_named():
    stack = [function("a", 300), function("b", 500), function("c", 200)]
    [violation] = judge([rules.reserved_fits_the_account], Graph(stack))
    assert violation.resource.name == "b"
