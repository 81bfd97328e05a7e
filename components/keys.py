"""Keys: what a grant needs of the KMS key that its resource is encrypted with.

A key that the account manages (customer managed) has to be allowed to the caller that sends,
publishes, reads or consumes, beside the resource. AWS's own keys (``alias/aws/sqs``) are not: AWS
allows them to the account's principals. A bus uses its key itself; workflows are not in here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import pulumi

READ = ("kms:Decrypt",)
WRITE = ("kms:Decrypt", "kms:GenerateDataKey")
# What DynamoDB does with a table's key on behalf of its caller:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
READ_TABLE = ("kms:Decrypt", "kms:DescribeKey")
CHANGE_TABLE = (
    *READ_TABLE,
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)

# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
# An upload in parts is put together from what S3 decrypts, hence Decrypt for writing, too.
KEY_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "sns:Publish": WRITE,
    "sqs:SendMessage": WRITE,
    "sqs:ReceiveMessage": READ,
    # https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
    "kinesis:PutRecord": WRITE,
    "kinesis:PutRecords": WRITE,
    "kinesis:GetRecords": READ,
    "kinesis:SubscribeToShard": READ,
    # https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
    "secretsmanager:GetSecretValue": READ,
    "s3:GetObject": READ,
    "s3:PutObject": WRITE,
    **dict.fromkeys(
        ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan"), READ_TABLE
    ),
    **dict.fromkeys(
        (
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
            "dynamodb:DeleteItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:CreateBackup",
        ),
        CHANGE_TABLE,
    ),
    "dynamodb:GetRecords": READ,
}

ALIAS = re.compile(r"(?:arn:[\w-]+:kms:[\w-]+:\d{12}:)?(?P<name>alias/.+)", re.ASCII)
MANAGED = "alias/aws/"


def key_actions(actions: Iterable[str]) -> tuple[str, ...]:
    """What must be allowed on the key of a resource, for these actions on the resource."""
    return tuple(sorted({each for action in actions for each in KEY_ACTIONS.get(action, ())}))


def key_statement(
    key: pulumi.Input[str | None], resource: pulumi.Input[str], actions: Iterable[str]
) -> pulumi.Input[Mapping[str, Any] | None]:
    """The IAM statement for a key, given as the resource has it: ARN, id or alias.

    None where there is nothing to allow: no key, AWS's own one, or actions that do not use it. It
    is an output if the key is one.
    """
    needed = key_actions(actions)
    if not needed or key is None:
        return None
    if isinstance(key, str) and isinstance(resource, str):
        return statement_of(needed, (key, resource))
    return pulumi.Output.all(key, resource).apply(partial(statement_of, needed))


def statement_of(needed: tuple[str, ...], known: tuple[str | None, str]) -> dict[str, Any] | None:
    """The statement for a key and the ARN of what it encrypts, both known."""
    key, resource = known
    if not key:
        return None
    allowed: dict[str, Any] = {"Effect": "Allow", "Action": list(needed)}
    alias = ALIAS.fullmatch(key)
    if alias is None:
        return {**allowed, "Resource": [key if ":" in key else _beside(resource, key)]}
    if alias["name"].startswith(MANAGED):
        return None
    # IAM takes no alias for a key, but a condition on the aliases that a key has.
    has_alias = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": alias["name"]}}
    return {**allowed, "Resource": [_beside(resource, "*")], "Condition": has_alias}


def _beside(resource: str, key_id: str) -> str:
    """The ARN of a key in the account and region of what it encrypts."""
    _, partition, _, region, account, *_ = resource.split(":")
    if not region or not account:
        raise ValueError(
            f"the key of {resource} must be given by its ARN, which names account and region, "
            f"got {'an alias' if key_id == '*' else key_id}"
        )
    return ":".join(("arn", partition, "kms", region, account, f"key/{key_id}"))
