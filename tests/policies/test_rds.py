"""RDS rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import rds as aws

from policies.rules import rds
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import alarm, resource

KEPT = {"deletionProtection": True, "skipFinalSnapshot": False, "backupRetentionPeriod": 35.0}
SERVER = resource(aws.Instance, "db")
FREE = "AWS/RDS:FreeStorageSpace"


def server(stack="dev", **properties):
    return [resource(aws.Instance, "db", stack=stack, **properties)]


def full(**changes):
    below = {"comparisonOperator": "LessThanThreshold", **changes}
    return [SERVER, alarm(SERVER, FREE, "DBInstanceIdentifier", **below)]


ALLOWED = {
    rds.database_is_encrypted: {"encrypted": server(storageEncrypted=True)},
    rds.database_is_private: {"private": server(publiclyAccessible=False), "by default": server()},
    rds.password_is_managed: {"by RDS": server(manageMasterUserPassword=True)},
    rds.database_is_kept: {"kept": server("prod", **KEPT)},
    rds.database_has_storage_alarm: {"below a tenth": full()},
    rds.database_says_why_it_is_always_on: {
        "with the reason": server(tags={"always-on": "prices"}),
        "in prod": server("prod"),
    },
}
REFUSED = {
    rds.database_is_encrypted: {
        "not said": server(),
        "a cluster": [resource(aws.Cluster, "c", storageEncrypted=False)],
    },
    rds.database_is_private: {"public": server(publiclyAccessible=True)},
    rds.password_is_managed: {
        "of the program": server(password="secret"),
        "of a cluster, by another name": [
            resource(aws.Cluster, "c", masterPassword="secret"),
        ],
    },
    rds.database_is_kept: {
        "not protected": server("prod", **{**KEPT, "deletionProtection": False}),
        "without a last snapshot": server("prod", **{**KEPT, "skipFinalSnapshot": True}),
        "backups of a day": server("prod", **{**KEPT, "backupRetentionPeriod": 1.0}),
    },
    rds.database_has_storage_alarm: {
        "no alarm": [SERVER],
        "when there is much": full(comparisonOperator="GreaterThanThreshold"),
        "on the processor": [
            SERVER,
            alarm(SERVER, "AWS/RDS:CPUUtilization", "DBInstanceIdentifier"),
        ],
        "on a processor that idles": [
            SERVER,
            alarm(
                *(SERVER, "AWS/RDS:CPUUtilization", "DBInstanceIdentifier"),
                comparisonOperator="LessThanThreshold",
            ),
        ],
    },
    rds.database_says_why_it_is_always_on: {
        "no reason": server(),
        "a proxy": [resource(aws.Proxy, "p", tags={"service": "shop"})],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
