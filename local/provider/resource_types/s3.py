"""S3: buckets, and the block that keeps them from the public."""

from __future__ import annotations

from local.provider import shapes, tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.wire import Props

FIRST_REGION = "us-east-1"  # the one place that S3 does not accept by name
BLOCKS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def create_bucket(cloud: Cloud, props: Props) -> str:
    place = {"LocationConstraint": cloud.region}
    elsewhere = {} if cloud.region == FIRST_REGION else {"CreateBucketConfiguration": place}
    cloud.client("s3").create_bucket(Bucket=props["bucket"], **elsewhere)
    return str(props["bucket"])


def settle_bucket(cloud: Cloud, name: str, props: Props) -> None:
    set_tags(cloud, name, tags.tags_of(props))
    if (props.get("versioning") or {}).get("enabled"):
        keep_versions(cloud, name, props)


def set_tags(cloud: Cloud, name: str, pairs: dict[str, str]) -> None:
    if pairs:
        cloud.client("s3").put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags.as_pairs(pairs)})
    else:
        cloud.client("s3").delete_bucket_tagging(Bucket=name)


def keep_versions(cloud: Cloud, name: str, props: Props) -> None:
    kept = (props.get("versioning") or {}).get("enabled")
    cloud.client("s3").put_bucket_versioning(
        Bucket=name, VersioningConfiguration={"Status": "Enabled" if kept else "Suspended"}
    )


def read_bucket(cloud: Cloud, name: str, props: Props) -> Props:
    cloud.client("s3").head_bucket(Bucket=name)
    return {
        "bucket": name,
        "arn": f"arn:aws:s3:::{name}",
        "bucketDomainName": f"{name}.s3.amazonaws.com",
        "bucketRegion": cloud.region,
        "bucketRegionalDomainName": f"{name}.s3.{cloud.region}.amazonaws.com",
    }


def update_bucket(cloud: Cloud, name: str, change: Change) -> None:
    if change.touches("tags"):
        set_tags(cloud, name, tags.tags_of(change.new))
    if change.touches("versioning"):
        keep_versions(cloud, name, change.new)


def delete_bucket(cloud: Cloud, name: str, props: Props) -> None:
    if props.get("forceDestroy"):
        empty(cloud, name)
    cloud.client("s3").delete_bucket(Bucket=name)


def empty(cloud: Cloud, name: str) -> None:
    s3 = cloud.client("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=name):
        found = page.get("Versions", []) + page.get("DeleteMarkers", [])
        objects = [{"Key": item["Key"], "VersionId": item["VersionId"]} for item in found]
        if objects:
            s3.delete_objects(Bucket=name, Delete={"Objects": objects, "Quiet": True})


def block(cloud: Cloud, props: Props) -> str:
    asked = {name: bool(props.get(name)) for name in BLOCKS}
    request = {"bucket": props["bucket"], "publicAccessBlockConfiguration": asked}
    shapes.call(cloud.client("s3"), "PutPublicAccessBlock", request)
    return str(props["bucket"])


def read_block(cloud: Cloud, name: str, props: Props) -> Props:
    seen = cloud.client("s3").get_public_access_block(Bucket=name)
    found: Props = shapes.to_properties(seen["PublicAccessBlockConfiguration"])
    return {"bucket": name, **{key: bool(found.get(key)) for key in BLOCKS}}


def unblock(cloud: Cloud, name: str, props: Props) -> None:
    if not props.get("skipDestroy"):
        cloud.client("s3").delete_public_access_block(Bucket=name)


TYPES = (
    ResourceType(
        token="aws:s3/bucket:Bucket",
        inputs=frozenset({"bucket", "bucketPrefix", "forceDestroy", "versioning"}),
        outputs=frozenset({"arn", "bucketDomainName", "bucketRegion", "bucketRegionalDomainName"}),
        blocks={"versioning": frozenset({"enabled"})},
        defaults={"forceDestroy": False},
        unread=frozenset({"forceDestroy", "versioning"}),
        replace_on=frozenset({"bucket", "bucketPrefix"}),
        naming=Naming(property="bucket", limit=63, lower=True),
        taggable=True,
        create=create_bucket,
        settle=settle_bucket,
        read=read_bucket,
        update=update_bucket,
        delete=delete_bucket,
    ),
    ResourceType(
        token="aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        inputs=frozenset({*BLOCKS, "bucket", "skipDestroy"}),
        required=frozenset({"bucket"}),
        defaults=dict.fromkeys((*BLOCKS, "skipDestroy"), False),
        unread=frozenset({"skipDestroy"}),
        replace_on=frozenset({"bucket"}),
        create=block,
        read=read_block,
        update=lambda cloud, name, change: block(cloud, change.new),
        delete=unblock,
    ),
)
