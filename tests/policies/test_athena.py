"""Rules on workgroups: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import athena as aws

from policies.rules import athena
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource

ENCRYPTED = {"encryptionOption": "SSE_S3"}
LIMIT = 1_073_741_824.0


def workgroup(encryption=ENCRYPTED, **configuration):
    result = {"resultConfiguration": {"outputLocation": "s3://results/"}}
    if encryption:
        result["resultConfiguration"]["encryptionConfiguration"] = encryption
    return resource(aws.Workgroup, "queries", configuration={**result, **configuration})


ALLOWED = {
    athena.workgroup_encrypts_results: {
        "by S3's key, enforced unless it is said otherwise": [workgroup()],
        "by its own key": [
            workgroup({"encryptionOption": "SSE_KMS", "kmsKeyArn": arn("kms", "key/k")})
        ],
    },
    athena.workgroup_limits_scans: {"a gigabyte": [workgroup(bytesScannedCutoffPerQuery=LIMIT)]},
}
REFUSED = {
    athena.workgroup_encrypts_results: {
        "nothing is set": [resource(aws.Workgroup, "queries")],
        "without encryption": [workgroup(None)],
        "callers decide": [workgroup(enforceWorkgroupConfiguration=False)],
    },
    athena.workgroup_limits_scans: {
        "nothing is set": [resource(aws.Workgroup, "queries")],
        "without a limit": [workgroup()],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
