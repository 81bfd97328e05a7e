"""Rules on warm copies of functions: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import lambda_

from policies.rules import lambda_warm
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource


def function(critical=None, name="f", stack="dev", **tags):
    tags |= {"service": "shop"} if critical is None else {"critical": critical}
    return resource(lambda_.Function, name, {}, stack, tags=tags, name=name)


def warm(of):
    refers = {"functionName": [of]}
    alias = resource(lambda_.Alias, f"{of.name}-live", refers, name="live")
    kept = {"qualifier": "live", "provisionedConcurrentExecutions": 2.0}
    return [of, alias, resource(lambda_.ProvisionedConcurrencyConfig, "warm", refers, **kept)]


def by_alias(of):
    """Copies that are kept warm of the function as its alias names it."""
    alias = resource(lambda_.Alias, "live", {"functionName": [of]}, name="live")
    refers = {"functionName": [alias], "qualifier": [alias]}
    kept = {"provisionedConcurrentExecutions": 2.0}
    return [of, alias, resource(lambda_.ProvisionedConcurrencyConfig, "warm", refers, **kept)]


ALLOWED = {
    lambda_warm.critical_function_is_warm: {
        "warm": warm(function("true")),
        "warm by its alias": by_alias(function("true")),
        "not critical": [function()],
        "said not to be": [function("false")],
    },
    lambda_warm.warm_function_says_why: {
        "not warm": [function()],
        "in prod": warm(function(stack="prod")),
        "with the reason": warm(function(**{"always-on": "starts are compared"})),
    },
}
REFUSED = {
    lambda_warm.critical_function_is_warm: {
        "cold": [function("true")],
        "another word": [function("checkout")],
        "another function is warm": [function("true"), *warm(function("true", "g"))],
        "an alias alone": [*warm(function("true"))[:2]],
    },
    lambda_warm.warm_function_says_why: {
        "no reason": warm(function("true")),
        "no reason, by its alias": by_alias(function("true")),
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
