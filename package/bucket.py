"""Bucket: a private, encrypted S3 bucket with versions that expire."""

from typing import TypedDict

import pulumi

from components.objects import bucket
from package.arguments import given, named_as_written
from package.stage_defaults import StageDefaults, defaults


class BucketArgs(TypedDict, total=False):
    """How long the bucket keeps what is overwritten or deleted."""

    versioned: bool
    """Whether objects that are overwritten or deleted are kept as old versions; true unless given."""

    old_version_days: int
    """How long old versions are kept, in days, at least 1; 30 unless given."""

    expiration_days: int
    """After how many days an object is deleted, at least 1; never unless given. In a versioned bucket it stays as an old version for oldVersionDays more."""

    upload_days: int
    """How long the parts of an unfinished multipart upload are kept, in days, at least 1; 7 unless given."""

    defaults: StageDefaults
    """What the components of this stage have in common."""


class Bucket(pulumi.ComponentResource):
    """An S3 bucket that is encrypted, takes TLS only, and in which nothing can be made public. With keepData it cannot be deleted; otherwise it goes with its stack, contents included."""

    bucket_name: pulumi.Output[str]
    """Name of the bucket."""

    bucket_arn: pulumi.Output[str]
    """ARN of the bucket; its objects are at this ARN followed by a slash and their key."""

    def __init__(
        self, name: str, args: BucketArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:Bucket", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(BucketArgs):
            bucket_args = bucket.BucketArgs(
                defaults=defaults(args.get("defaults")), **given(BucketArgs, args, "defaults")
            )
            made = bucket.Bucket(name, bucket_args, opts=child)
        self.bucket_name, self.bucket_arn = made.name, made.arn
        self.register_outputs({"bucketName": made.name, "bucketArn": made.arn})
