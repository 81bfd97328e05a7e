"""AppSync rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import appsync as aws

from policies.rules import appsync
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource

ALLOWED = {
    appsync.graphql_api_is_traced: {
        "it is traced": [resource(aws.GraphQLApi, "g", xrayEnabled=True)],
    },
}
REFUSED = {
    appsync.graphql_api_is_traced: {
        "nothing is set": [resource(aws.GraphQLApi, "g")],
        "it is switched off": [resource(aws.GraphQLApi, "g", xrayEnabled=False)],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
