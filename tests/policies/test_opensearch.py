"""OpenSearch rules: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import opensearch as aws

from policies.rules import opensearch
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import alarm, resource

ON = {"enabled": True}
SAFE = {
    "encryptAtRest": ON,
    "nodeToNodeEncryption": ON,
    "domainEndpointOptions": {"enforceHttps": True, "tlsSecurityPolicy": "Policy-Min-TLS-1-2-2019"},
    "advancedSecurityOptions": ON,
}
DOMAIN = resource(aws.Domain, "d", **SAFE)


def domain(**changes):
    return [resource(aws.Domain, "d", **{**SAFE, **changes})]


def policy(principal, kind=aws.DomainPolicy, **more):
    statement = {"Effect": "Allow", "Principal": principal, "Action": "es:ESHttpGet", **more}
    text = json.dumps({"Statement": [statement]})
    given = SAFE if kind is aws.Domain else {}
    return [resource(kind, "p", **given, accessPolicies=text)]


def on(metric, **changes):
    return alarm(DOMAIN, f"AWS/ES:{metric}", "DomainName", **changes)


RED = on("ClusterStatus.red")
STORAGE = on("FreeStorageSpace", comparisonOperator="LessThanThreshold", threshold=2560)
ROLE = {"AWS": "arn:aws:iam::123456789012:role/search"}

ALLOWED = {
    opensearch.domain_is_encrypted: {"all of it": [DOMAIN]},
    opensearch.domain_is_closed: {
        "fine-grained access control": [DOMAIN],
        "a policy that names a role": policy(ROLE),
        "everybody is denied": policy("*", Effect="Deny"),
        "everybody of an address": policy(
            "*", Condition={"IpAddress": {"aws:SourceIp": "1.2.3.4"}}
        ),
    },
    opensearch.domain_has_alarms: {"on both": [DOMAIN, RED, STORAGE]},
    opensearch.domain_says_why_it_is_always_on: {
        "with the reason": domain(tags={"always-on": "relevance is compared"}),
        "in prod": [resource(aws.Domain, "d", stack="prod")],
    },
}
REFUSED = {
    opensearch.domain_is_encrypted: {
        "disks": domain(encryptAtRest={"enabled": False}),
        "nodes": domain(nodeToNodeEncryption=None),
        "HTTP": domain(
            domainEndpointOptions={**SAFE["domainEndpointOptions"], "enforceHttps": False}
        ),
        "TLS 1.0": domain(
            domainEndpointOptions={
                "enforceHttps": True,
                "tlsSecurityPolicy": "Policy-Min-TLS-1-0-2019-07",
            }
        ),
        "TLS of no policy": domain(domainEndpointOptions={"enforceHttps": True}),
    },
    opensearch.domain_is_closed: {
        "no fine-grained access control": domain(advancedSecurityOptions=None),
        "everybody": policy("*"),
        "every account": policy({"AWS": ["*"]}),
        "everybody in the domain's own policy": policy({"AWS": "*"}, aws.Domain),
    },
    opensearch.domain_has_alarms: {
        "none": [DOMAIN],
        "on storage only": [DOMAIN, STORAGE],
        "on another metric": [DOMAIN, on("ClusterStatus.yellow"), STORAGE],
        "on storage that rises": [DOMAIN, RED, on("FreeStorageSpace")],
    },
    opensearch.domain_says_why_it_is_always_on: {
        "no reason": domain(tags={"service": "search"}),
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
