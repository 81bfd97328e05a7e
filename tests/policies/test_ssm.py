"""Rules on parameters: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import ssm as aws

from policies.framework.resource import UNKNOWN
from policies.rules import ssm
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource


def parameter(named, value="hunter2", **properties):
    return resource(aws.Parameter, "p", **{"name": named, "value": value, **properties})


ALLOWED = {
    ssm.secret_is_encrypted: {
        "it is encrypted": [parameter("/shop/password", type="SecureString")],
        "it is an address": [parameter("/shop/endpoint", "https://api.example.com", type="String")],
        "it says where a secret is": [parameter("/shop/secret", "arn:aws:secretsmanager:x")],
        "it is not known yet": [parameter("/shop/password", UNKNOWN)],
    },
}
REFUSED = {
    ssm.secret_is_encrypted: {
        "a password": [parameter("/shop/password", type="String")],
        "a list": [parameter("/shop/api-key", type="StringList")],
        "by the name of the resource": [
            resource(aws.Parameter, "bank-secret", value="hunter2", type="String")
        ],
        "by its form": [parameter("/shop/other", "AKIAIOSFODNN7EXAMPLE")],
        "as an insecure value": [resource(aws.Parameter, "p", name="/a/token", insecureValue="x")],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
