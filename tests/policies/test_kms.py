"""Rules on keys: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import kms as aws

from policies.framework.resource import UNKNOWN
from policies.rules import kms
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource


def key(**properties):
    return resource(aws.Key, "k", **properties)


ALLOWED = {
    kms.key_is_enabled: {"nothing is set": [key()], "it is": [key(isEnabled=True)]},
    kms.key_is_rotated: {
        "it is": [key(enableKeyRotation=True)],
        "KMS rotates no such key": [key(customerMasterKeySpec="RSA_2048")],
        "it signs": [key(keyUsage="SIGN_VERIFY")],
    },
}
REFUSED = {
    kms.key_is_enabled: {
        "it is disabled": [key(isEnabled=False)],
        "it is disabled, and rotated": [key(isEnabled=False, enableKeyRotation=True)],
    },
    kms.key_is_rotated: {
        "nothing is set": [key()],
        "it is off": [key(enableKeyRotation=False)],
        "it is off, of a key whose kind is stated": [
            key(customerMasterKeySpec="SYMMETRIC_DEFAULT", keyUsage="ENCRYPT_DECRYPT")
        ],
        "it is not known yet": [key(enableKeyRotation=UNKNOWN)],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
