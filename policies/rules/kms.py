"""AWS KMS: the age of keys, and that they can be used."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import kms
from policies.framework.resource import Resource
from policies.framework.rule import rule

# The kind of key that KMS rotates itself.
SYMMETRIC = "SYMMETRIC_DEFAULT"


@rule(
    "kms-key-rotation",
    "A key is rotated every year",
    about=kms.Key,
    severity=Severity.LOW,
    remedy="Set enable_key_rotation to True",
    documentation="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
)
def key_is_rotated(key: Resource) -> Iterator[str]:
    """The longer a key is used, the more is lost with it; KMS keeps the old material, so that a
    rotation changes nothing for those who use the key."""
    spec = key.get("customerMasterKeySpec", key.get("keySpec", SYMMETRIC))
    rotatable = spec == SYMMETRIC and key.get("keyUsage", "ENCRYPT_DECRYPT") == "ENCRYPT_DECRYPT"
    if rotatable and key.get("enableKeyRotation", False) is not True:
        yield "it is not rotated"


@rule(
    "kms-key-enabled",
    "A key is enabled",
    about=kms.Key,
    severity=Severity.HIGH,
    remedy="Leave out is_enabled, or set it to True",
    documentation="https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
)
def key_is_enabled(key: Resource) -> Iterator[str]:
    """What a disabled key encrypts can be neither read nor written: its queues and topics take no
    messages."""
    if key.get("isEnabled", True) is False:
        yield "it is disabled"


RULES = (key_is_rotated, key_is_enabled)
