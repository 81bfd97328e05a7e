"""Neptune rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import neptune as aws

from policies.rules import neptune
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource

KEPT = {"deletionProtection": True, "skipFinalSnapshot": False, "backupRetentionPeriod": 35.0}


def cluster(stack="dev", **properties):
    return [resource(aws.Cluster, "graph", stack=stack, **properties)]


def server(**properties):
    return [resource(aws.ClusterInstance, "server", **properties)]


ALLOWED = {
    neptune.graph_is_encrypted: {"encrypted": cluster(storageEncrypted=True)},
    neptune.graph_knows_its_clients: {"by IAM": cluster(iamDatabaseAuthenticationEnabled=True)},
    neptune.graph_is_private: {"private": server(publiclyAccessible=False), "by default": server()},
    neptune.graph_is_kept: {"kept": cluster("prod", **KEPT), "outside prod": cluster()},
    neptune.graph_says_why_it_is_always_on: {
        "with the reason": cluster(tags={"always-on": "routes are compared"}),
        "in prod": cluster("prod"),
    },
}
REFUSED = {
    neptune.graph_is_encrypted: {"not said": cluster(), "not": cluster(storageEncrypted=False)},
    neptune.graph_knows_its_clients: {"every host": cluster()},
    neptune.graph_is_private: {"public": server(publiclyAccessible=True)},
    neptune.graph_is_kept: {
        "not protected": cluster("prod", **{**KEPT, "deletionProtection": False}),
        "without a last snapshot": cluster("prod", **{**KEPT, "skipFinalSnapshot": True}),
        "backups of a day": cluster("prod", **{**KEPT, "backupRetentionPeriod": None}),
        "backups of six days": cluster("prod", **{**KEPT, "backupRetentionPeriod": 6.0}),
    },
    neptune.graph_says_why_it_is_always_on: {
        "no reason": cluster(tags={"service": "shop"}),
        "a server": server(),
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
