"""Older types of pulumi-aws for what a later one is called now: a rule is about either."""

from __future__ import annotations

BUCKETS = (
    *("bucket", "bucketAcl", "bucketCorsConfiguration", "bucketLifecycleConfiguration"),
    *("bucketServerSideEncryptionConfiguration", "bucketVersioning"),
)


def _class(name: str) -> str:
    return name[0].upper() + name[1:]


OLDER = {
    **{f"aws:s3/{name}V2:{_class(name)}V2": f"aws:s3/{name}:{_class(name)}" for name in BUCKETS},
    "aws:s3/bucketObject:BucketObject": "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:elasticsearch/domain:Domain": "aws:opensearch/domain:Domain",
    "aws:elasticsearch/domainPolicy:DomainPolicy": "aws:opensearch/domainPolicy:DomainPolicy",
}
