"""Bucket: a private, encrypted S3 bucket, over TLS only, that keeps old versions for a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import policy
from components.defaults import Defaults
from components.grants import BucketGrants
from components.objects.cors import Cors
from components.objects.lifecycle import LifecycleRule, check_days, check_moves, check_old_versions

# A week is longer than any upload takes; its parts are paid for until they are removed.
UPLOAD_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class BucketArgs:
    """How long objects and their old versions stay."""

    versioned: bool = True
    """Whether objects that are overwritten or deleted stay as old versions. Switched off later, the
    versions there are stay for ``old_version_days``."""

    old_version_days: int = 30
    """How long an old version stays, in days, 1 or more."""

    expiration_days: int | None = None
    """After how many days an object is deleted, 1 or more; never if not given. In a versioned
    bucket it stays as an old version for ``old_version_days`` more."""

    upload_days: int = UPLOAD_DAYS
    """How long the parts of an unfinished multipart upload stay, in days, 1 or more."""

    lifecycle: tuple[LifecycleRule, ...] = ()
    """What else happens to objects by age: moves to cheaper storage classes, and other days for
    some prefixes; one rule for each prefix."""

    cors: Cors | None = None
    """The sites whose scripts may upload and read objects in a browser; none if not given."""

    distributed: bool = False
    """Whether a ``Distribution`` serves the objects. It writes the bucket's policy, which names the
    distribution: a bucket that is distributed has none before, and must be given to one."""

    defaults: Defaults = Defaults()
    """Stage defaults: tags, and ``keep_data`` for protection from deletion."""

    def __post_init__(self) -> None:
        check_days("old_version_days", self.old_version_days)
        check_days("expiration_days", self.expiration_days)
        check_days("upload_days", self.upload_days)
        ids = [rule.id for rule in self.lifecycle]
        if twice := sorted({each for each in ids if ids.count(each) > 1}):
            raise ValueError(f"lifecycle must have one rule for each prefix, got {twice[0]} twice")
        for rule in self.lifecycle:
            check_moves(rule.id, rule.transitions, "expiration_days", self.expiration_days)
            check_old_versions(rule, self.old_version_days)

    def lifecycle_rules(self) -> list[dict[str, Any]]:
        """What is moved and deleted when, as the provider takes it."""
        # A delete marker is deleted with the last old version behind it; a rule that deletes
        # objects by age does that itself, and may not say so.
        expiration: dict[str, Any] = {"expired_object_delete_marker": True}
        if self.expiration_days is not None:
            expiration = {"days": self.expiration_days}
        uploads = {"days_after_initiation": self.upload_days}
        every: dict[str, Any] = {"filter": {"prefix": ""}}
        return [
            {"id": "unfinished-uploads", "abort_incomplete_multipart_upload": uploads, **every},
            {
                "id": "old-versions",
                "noncurrent_version_expiration": {"noncurrent_days": self.old_version_days},
                "expiration": expiration,
                **every,
            },
            *(rule.render() for rule in self.lifecycle),
        ]


class Bucket(BucketGrants, pulumi.ComponentResource):
    """A bucket in which nothing can be made public, and whose objects belong to the account.

    With ``defaults.keep_data`` it is protected from deletion; without it, deleting the bucket
    deletes the objects in it.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    bucket: aws.s3.Bucket
    ownership_controls: aws.s3.BucketOwnershipControls
    public_access_block: aws.s3.BucketPublicAccessBlock
    encryption: aws.s3.BucketServerSideEncryptionConfiguration
    versioning: aws.s3.BucketVersioning
    lifecycle_configuration: aws.s3.BucketLifecycleConfiguration
    cors_configuration: aws.s3.BucketCorsConfiguration | None = None
    policy: aws.s3.BucketPolicy | None = None
    distributed: bool
    notification: aws.s3.BucketNotification | None = None

    def __init__(
        self, name: str, args: BucketArgs = BucketArgs(), opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:objects:Bucket", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        keep = args.defaults.keep_data

        self.bucket = aws.s3.Bucket(
            f"{name}-bucket",
            force_destroy=not keep,
            tags=args.defaults.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=keep or None),
        )
        self.ownership_controls = aws.s3.BucketOwnershipControls(
            f"{name}-ownership",
            bucket=self.bucket.id,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=child,
        )
        self.public_access_block = aws.s3.BucketPublicAccessBlock(
            f"{name}-closed",
            bucket=self.bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=child,
        )
        self.encryption = aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            bucket=self.bucket.id,
            rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
            opts=child,
        )
        self._versions(name, args)
        if args.cors is not None:
            self.cors_configuration = aws.s3.BucketCorsConfiguration(
                f"{name}-cors",
                bucket=self.bucket.id,
                cors_rules=[aws.s3.BucketCorsConfigurationCorsRuleArgs(**args.cors.rule())],
                opts=child,
            )
        self.name, self.arn = self.bucket.id, self.bucket.arn
        self.distributed = args.distributed
        if not args.distributed:
            self.policy = self._policy(name)

        self.register_outputs({"name": self.name, "arn": self.arn})

    def notify(
        self, name: str, targets: Mapping[str, Any], opts: pulumi.ResourceOptions
    ) -> aws.s3.BucketNotification:
        """Deliver a bucket's events to ``targets``, the inputs of ``aws.s3.BucketNotification``.

        S3 keeps one notification configuration for a bucket, which another would replace: raises
        ``ValueError`` when called twice.
        """
        if self.notification is not None:
            raise ValueError(f"a bucket has one notification; {name} would replace the one it has")
        self.notification = aws.s3.BucketNotification(
            f"{name}-notification", bucket=self.name, **targets, opts=opts
        )
        return self.notification

    def allow(self, statement: Mapping[str, Any]) -> None:
        """Make the policy of a bucket that is distributed: one more statement beside its own.

        S3 keeps one policy for a bucket, which another would replace: raises ``ValueError`` when
        there is one.
        """
        if self.policy is not None:
            raise ValueError(
                "a bucket has one policy; give it to one distribution, made with distributed=True"
            )
        self.policy = self._policy(self.pulumi_resource_name, statement)

    def _versions(self, name: str, args: BucketArgs) -> None:
        """Old versions, and when they and unfinished uploads are deleted."""
        self.versioning = aws.s3.BucketVersioning(
            f"{name}-versions",
            bucket=self.bucket.id,
            # A bucket that was versioned once cannot be unversioned again, only suspended.
            versioning_configuration={"status": "Enabled" if args.versioned else "Suspended"},
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.lifecycle_configuration = aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=self.bucket.id,
            rules=[
                aws.s3.BucketLifecycleConfigurationRuleArgs(status="Enabled", **rule)
                for rule in args.lifecycle_rules()
            ],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.versioning]),
        )

    def _policy(self, name: str, *allowed: Mapping[str, Any]) -> aws.s3.BucketPolicy:
        """Every request without TLS is denied; what else is allowed."""
        arn = self.bucket.arn
        only_tls = {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [arn, pulumi.Output.concat(arn, "/*")],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
        # S3 refuses two changes of a bucket's policy and public access block at the same time.
        after = pulumi.ResourceOptions(parent=self, depends_on=[self.public_access_block])
        return aws.s3.BucketPolicy(
            f"{name}-policy", bucket=self.bucket.id, policy=policy(only_tls, *allowed), opts=after
        )
