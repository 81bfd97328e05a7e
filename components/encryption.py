"""Encryption: which key an existing resource is encrypted with, as far as it shows."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any

import pulumi
import pulumi_aws as aws


def key_of(given: Any, named: pulumi.Input[str | None] = None) -> pulumi.Input[str | None]:
    """The key of a resource of ours or of ``pulumi_aws``, by ARN, id or alias; ``named`` comes
    first. None where there is none, and for an ARN or a bucket, which do not show it.

    A preview does not know an output that the provider leaves out, as that of a queue without a
    key: it counts as none there, or every preview would show each role's policy as changed.
    """
    if named is not None:
        return named
    if isinstance(given, aws.sqs.Queue | aws.sns.Topic):
        return given.kms_master_key_id.apply(text_or_none, run_with_unknowns=True)
    if isinstance(given, aws.kinesis.Stream):
        return given.kms_key_id.apply(text_or_none, run_with_unknowns=True)
    if isinstance(given, aws.dynamodb.Table):
        return given.server_side_encryption.apply(key_in, run_with_unknowns=True)
    if isinstance(given, str | pulumi.Output | Awaitable):
        return None
    return getattr(given, "key_arn", None)


def key_in(encryption: Any) -> str | None:
    """The key in the ``server_side_encryption`` of a table; None for a key of AWS."""
    if isinstance(encryption, Mapping):
        found = encryption.get("kms_key_arn") or encryption.get("kmsKeyArn")
    else:
        found = getattr(encryption, "kms_key_arn", None)
    return text_or_none(found)


def text_or_none(key: Any) -> str | None:
    """A key that is known, or None."""
    return key if isinstance(key, str) else None
