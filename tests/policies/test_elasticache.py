"""ElastiCache rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import elasticache as aws

from policies.rules import elasticache
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource

BOTH = {"atRestEncryptionEnabled": True, "transitEncryptionEnabled": True}


def group(**properties):
    return [resource(aws.ReplicationGroup, "g", **properties)]


def cluster(**properties):
    return [resource(aws.Cluster, "c", **properties)]


ALLOWED = {
    elasticache.cache_is_encrypted: {
        "a group": group(**BOTH),
        "memcached on the way": cluster(engine="memcached", transitEncryptionEnabled=True),
        "a node of a group": cluster(replicationGroupId="g"),
    },
    elasticache.cache_says_why_it_is_always_on: {
        "with the reason": group(tags={"always-on": "prices"}),
        "in prod": [resource(aws.ServerlessCache, "s", stack="prod")],
    },
}
REFUSED = {
    elasticache.cache_is_encrypted: {
        "at rest only": group(atRestEncryptionEnabled=True),
        "on the way only": group(transitEncryptionEnabled=True),
        "a cluster of Redis": cluster(engine="redis", transitEncryptionEnabled=True),
    },
    elasticache.cache_says_why_it_is_always_on: {
        "no reason": [resource(aws.ServerlessCache, "s", tags={"service": "shop"})],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
