"""Amazon S3, protection: versions, deletion, and who may read objects."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import s3
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule

GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
OPEN_ACLS = ("public-read", "public-read-write", "authenticated-read")
OPEN_GROUPS = ("global/AllUsers", "global/AuthenticatedUsers")


@rule(
    "s3-bucket-force-destroy",
    "A bucket is not deleted with objects in it",
    about=s3.Bucket,
    level=Level.ONLY_IN_PROD,
    severity=Severity.HIGH,
    remedy="Leave out force_destroy, or set it to False",
    documentation=f"{GUIDE}/delete-bucket.html",
)
def bucket_is_not_emptied(bucket: Resource) -> Iterator[str]:
    """With force_destroy a replacement or a wrong destroy deletes every object and version."""
    if bucket.get("forceDestroy", False) is True:
        yield "its objects are deleted with it"


@rule(
    "s3-bucket-versioning",
    "A bucket keeps old versions",
    about=s3.Bucket,
    level=Level.ONLY_IN_PROD,
    severity=Severity.MEDIUM,
    remedy="Add aws.s3.BucketVersioning with the status Enabled",
    documentation=f"{GUIDE}/Versioning.html",
)
def bucket_keeps_versions(bucket: Resource, graph: Graph) -> Iterator[str]:
    """An object that is overwritten or deleted by mistake is in no other copy."""
    if _all_expires(bucket, graph):
        return
    beside = graph.users(bucket, s3.BucketVersioning, "bucket")
    states = [each.get("versioningConfiguration.status") for each in beside]
    if "Enabled" not in states and bucket.get("versioning.enabled", False) is not True:
        yield "it keeps no old versions"


def _all_expires(bucket: Resource, graph: Graph) -> bool:
    """Whether a rule of the bucket's lifecycle deletes all of its objects after some days: what is
    kept for a time only is made again, not recovered.
    """
    rules = [
        rule
        for beside in graph.users(bucket, s3.BucketLifecycleConfiguration, "bucket")
        for rule in beside.get("rules", [])
    ]
    return any(
        (rule.get("expiration") or {}).get("days") and not (rule.get("filter") or {}).get("prefix")
        for rule in rules
    )


@rule(
    "s3-bucket-acl",
    "No access control list makes objects public",
    about=(s3.Bucket, s3.BucketAcl, s3.BucketObjectv2),
    severity=Severity.CRITICAL,
    remedy="Leave out acl, and give readers a role, a signed URL, or a distribution with an origin "
    "access control",
    documentation=f"{GUIDE}/about-object-ownership.html",
)
def no_list_is_public(holder: Resource, graph: Graph) -> Iterator[str]:
    """Everyone on the internet may then list or read what is in the bucket."""
    if (acl := holder.get("acl")) in OPEN_ACLS:
        yield f"its access control list is {acl}"
    for path in ("accessControlPolicy.grants", "grants"):
        for grant in holder.get(path, []):
            uri = str((grant.get("grantee") or grant).get("uri"))
            if uri.endswith(OPEN_GROUPS):
                yield f"its access control list names {uri.rpartition('/')[2]}"


RULES = (bucket_is_not_emptied, bucket_keeps_versions, no_list_is_public)
