"""Bucket: private, encrypted, over TLS only, with old versions that do not pile up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import policy
from components.defaults import Defaults
from components.grants import BucketGrants

# A week is longer than any upload takes; its parts are paid for until they are removed.
UPLOAD_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class BucketArgs:
    """``versioned`` keeps what is overwritten or deleted for ``old_version_days``; versions from
    before it was switched off go after that time, too.
    """

    defaults: Defaults = Defaults()
    versioned: bool = True
    old_version_days: int = 30

    def __post_init__(self) -> None:
        if self.old_version_days < 1:
            raise ValueError(f"old_version_days must be at least 1, got {self.old_version_days}")


class Bucket(BucketGrants, pulumi.ComponentResource):
    """Nothing in it can be made public. Where data is kept, the bucket cannot be deleted;
    elsewhere it goes with all that is in it.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: BucketArgs = BucketArgs(), opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:objects:Bucket", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        keep = args.defaults.keep_data

        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            force_destroy=not keep,
            tags=args.defaults.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=keep or None),
        )
        aws.s3.BucketOwnershipControls(
            f"{name}-ownership",
            bucket=bucket.id,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=child,
        )
        closed = aws.s3.BucketPublicAccessBlock(
            f"{name}-closed",
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=child,
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            bucket=bucket.id,
            rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
            opts=child,
        )
        versions = aws.s3.BucketVersioning(
            f"{name}-versions",
            bucket=bucket.id,
            # S3 takes no other way back once it has kept a version.
            versioning_configuration={"status": "Enabled" if args.versioned else "Suspended"},
            opts=child,
        )
        _clean_up(name, bucket, args, pulumi.ResourceOptions(parent=self, depends_on=[versions]))
        # S3 takes one change of a bucket's policies at a time.
        only_tls = pulumi.ResourceOptions(parent=self, depends_on=[closed])
        _demand_tls(name, bucket, only_tls)

        self.name, self.arn = bucket.id, bucket.arn
        self._notifies = False
        self.register_outputs({"name": self.name, "arn": self.arn})

    def notify(
        self,
        name: str,
        topic: aws.s3.BucketNotificationTopicArgs,
        opts: pulumi.ResourceOptions,
    ) -> None:
        """Tell a topic; once, since S3 keeps one list of whom a bucket tells, and replaces it."""
        if self._notifies:
            raise ValueError(f"a bucket notifies once; {name} would replace who is told already")
        self._notifies = True
        aws.s3.BucketNotification(
            f"{name}-notification", bucket=self.name, topics=[topic], opts=opts
        )


def _clean_up(
    name: str, bucket: aws.s3.Bucket, args: BucketArgs, opts: pulumi.ResourceOptions
) -> None:
    rules: list[dict[str, Any]] = [
        {
            "id": "unfinished-uploads",
            "abort_incomplete_multipart_upload": {"days_after_initiation": UPLOAD_DAYS},
        },
        {
            "id": "old-versions",
            "noncurrent_version_expiration": {"noncurrent_days": args.old_version_days},
            # A mark that something was deleted goes with the last version of it.
            "expiration": {"expired_object_delete_marker": True},
        },
    ]
    every: dict[str, Any] = {"status": "Enabled", "filter": {"prefix": ""}}
    aws.s3.BucketLifecycleConfiguration(
        f"{name}-lifecycle",
        bucket=bucket.id,
        rules=[aws.s3.BucketLifecycleConfigurationRuleArgs(**every, **rule) for rule in rules],
        opts=opts,
    )


def _demand_tls(name: str, bucket: aws.s3.Bucket, opts: pulumi.ResourceOptions) -> None:
    only_tls = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket.arn, pulumi.Output.concat(bucket.arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    aws.s3.BucketPolicy(f"{name}-policy", bucket=bucket.id, policy=policy(only_tls), opts=opts)
