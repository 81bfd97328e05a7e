"""Amazon S3: who reaches a bucket, how, and how long it keeps what is in it."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import s3
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.cors import ANY, FAULT
from policies.relations.policy_documents import refuse_plain, statements

GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"

FLAGS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


@rule(
    "s3-bucket-public-access-blocked",
    "A bucket blocks public access",
    about=s3.Bucket,
    severity=Severity.CRITICAL,
    remedy="Give the bucket a BucketPublicAccessBlock with all four settings True",
    documentation=f"{GUIDE}/access-control-block-public-access.html",
)
def bucket_blocks_public_access(bucket: Resource, graph: Graph) -> Iterator[str]:
    """One statement too many in a policy then opens no bucket to the world; a site is read through
    its distribution."""
    blocks = graph.users(bucket, s3.BucketPublicAccessBlock, "bucket")
    if not blocks:
        yield "nothing blocks public access to it"
    for block in blocks:
        if missing := [flag for flag in FLAGS if not block.get(flag)]:
            yield f"{block.name} leaves {', '.join(missing)} open"


@rule(
    "s3-bucket-tls-only",
    "A bucket refuses requests without TLS",
    about=s3.Bucket,
    severity=Severity.HIGH,
    remedy="Deny all actions in its policy where aws:SecureTransport is false",
    documentation=f"{GUIDE}/security-best-practices.html",
)
def bucket_refuses_plain_requests(bucket: Resource, graph: Graph) -> Iterator[str]:
    """S3 answers over HTTP as well, where every network on the way can read along."""
    policies = graph.users(bucket, s3.BucketPolicy, "bucket")
    if not policies:
        yield "it has no policy, and answers requests without TLS"
    for policy in policies:
        found = statements(policy.properties.get("policy"))
        if found is not None and not refuse_plain(found, "s3:GetObject", "s3:PutObject"):
            yield f"{policy.name} does not deny requests without TLS"


@rule(
    "s3-bucket-lifecycle",
    "A bucket has a lifecycle",
    about=s3.Bucket,
    severity=Severity.LOW,
    remedy="Give the bucket a BucketLifecycleConfiguration: what expires, what moves to a cheaper "
    "class, and when unfinished uploads are deleted",
    documentation=f"{GUIDE}/object-lifecycle-mgmt.html",
    level=Level.ADVISORY,
)
def bucket_has_lifecycle(bucket: Resource, graph: Graph) -> Iterator[str]:
    """Unfinished uploads and old versions are invisible, stay for ever, and are paid for."""
    beside = graph.users(bucket, s3.BucketLifecycleConfiguration, "bucket")
    rules = [rule for each in beside for rule in each.get("rules", [])]
    ended = [
        *[rule for rule in rules if rule.get("status") != "Disabled"],
        *[rule for rule in bucket.get("lifecycleRules", []) if rule.get("enabled") is not False],
    ]
    if not ended:
        yield "nothing in it ever expires or moves"


@rule(
    "s3-bucket-cors-origins-listed",
    "Browsers may reach a bucket from the sites that are listed",
    about=s3.BucketCorsConfiguration,
    severity=Severity.MEDIUM,
    level=Level.MANDATORY_IN_PROD,
    once_per_stack=True,
    remedy="List the origins of your sites in place of *",
    documentation=f"{GUIDE}/cors.html",
)
def bucket_lists_origins(configuration: Resource) -> Iterator[str]:
    """With * a script of any site uses the signed URLs that its visitor has."""
    rules = configuration.get("corsRules", [])
    if any(origin in ANY for each in rules for origin in each.get("allowedOrigins", ())):
        yield FAULT


RULES = (
    bucket_blocks_public_access,
    bucket_refuses_plain_requests,
    bucket_has_lifecycle,
    bucket_lists_origins,
)
