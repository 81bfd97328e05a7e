"""Keys: a KMS key with an alias, which is found by its alias."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from cli.bootstrap.pieces import Piece, Thing, code_of
from cli.stage.account import Account
from local.checkout import LocalError
from settings import PROJECT

# The tag of a key that has no alias yet: of a run that was cut short between the two.
ALIAS_TAG = "alias"


def state_alias() -> str:
    """The alias of the key that encrypts the state bucket; no stage's name has a slash."""
    return f"alias/{PROJECT}/state"


def secrets_alias(stage: str) -> str:
    """The alias of the key for the secrets of a stage."""
    return f"alias/{PROJECT}-{stage}"


def arn_of(account: Account, alias: str) -> str:
    """The ARN of the key behind an alias."""
    return str(account.client("kms").describe_key(KeyId=alias)["KeyMetadata"]["Arn"])


def key(account: Account, alias: str, purpose: str) -> Thing:
    """A key that AWS rotates once a year, and its alias."""
    kms = account.client("kms")

    def difference() -> str:
        return _usable(alias, kms.describe_key(KeyId=alias)["KeyMetadata"])

    def rotated() -> str | None:
        answer = kms.get_key_rotation_status(KeyId=arn_of(account, alias))
        return "" if answer["KeyRotationEnabled"] else None

    return (
        Piece(
            f"key {alias}, for {purpose}",
            difference,
            lambda: kms.create_alias(
                AliasName=alias,
                TargetKeyId=_without_alias(account, alias) or _created(kms, alias, purpose),
            ),
            ("NotFoundException",),
        ),
        Piece(
            f"yearly rotation of {alias}",
            rotated,
            lambda: kms.enable_key_rotation(KeyId=arn_of(account, alias)),
        ),
    )


def _usable(alias: str, metadata: Any) -> str:
    """Nothing can go on with a key that cannot encrypt: raises ``LocalError``."""
    if metadata["KeyState"] == "Enabled":
        return ""
    raise LocalError(
        f"{alias} is key {metadata['KeyId']}, which is {metadata['KeyState']}: enable it "
        "(aws kms enable-key, cancel-key-deletion), or delete "
        f"the alias (aws kms delete-alias --alias-name {alias}) for a new key"
    )


def _created(kms: Any, alias: str, purpose: str) -> str:
    tags = {"project": PROJECT, ALIAS_TAG: alias}
    made = kms.create_key(
        Description=f"{PROJECT}: {purpose}",
        Tags=[{"TagKey": name, "TagValue": value} for name, value in tags.items()],
    )
    return str(made["KeyMetadata"]["KeyId"])


def _without_alias(account: Account, alias: str) -> str | None:
    """The key that a run cut short has made for an alias, if there is one."""
    pages = account.client("resourcegroupstaggingapi").get_paginator("get_resources")
    tags = {"project": PROJECT, ALIAS_TAG: alias}
    asked = [{"Key": name, "Values": [value]} for name, value in tags.items()]
    for page in pages.paginate(ResourceTypeFilters=["kms:key"], TagFilters=asked):
        for each in page["ResourceTagMappingList"]:
            try:
                found = account.client("kms").describe_key(KeyId=each["ResourceARN"])["KeyMetadata"]
            except ClientError as error:
                if code_of(error) != "NotFoundException":
                    raise
                continue
            if found["KeyState"] == "Enabled":
                return str(found["KeyId"])
    return None
