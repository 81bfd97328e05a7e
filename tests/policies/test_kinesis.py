"""Rules on streams: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import kinesis as aws

from policies.rules import kinesis
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource


def stream(**properties):
    return resource(aws.Stream, "clicks", **properties)


ALLOWED = {
    kinesis.stream_is_encrypted: {
        "by a key of AWS": [stream(encryptionType="KMS", kmsKeyId="alias/aws/kinesis")],
        "by its own": [stream(encryptionType="KMS", kmsKeyId=arn("kms", "key/k"))],
    },
}
REFUSED = {
    kinesis.stream_is_encrypted: {
        "nothing is set": [stream()],
        "it says so": [stream(encryptionType="NONE")],
        "it says so beside a key": [stream(encryptionType="NONE", kmsKeyId=arn("kms", "key/k"))],
        "without a key": [stream(encryptionType="KMS")],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
