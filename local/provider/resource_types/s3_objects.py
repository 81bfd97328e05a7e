"""S3: objects whose content a program gives, as a file or as a text."""

from __future__ import annotations

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, ResourceType
from local.provider.resource_types.archive import bytes_of
from local.provider.wire import Props

INPUTS = frozenset({"bucket", "cacheControl", "content", "contentType", "key", "source"})
OUTPUTS = frozenset({"arn", "versionId"})


def put(cloud: Cloud, props: Props) -> str:
    source = props.get("source")
    headers = {
        name: props[key]
        for key, name in (("cacheControl", "CacheControl"), ("contentType", "ContentType"))
        if key in props
    }
    cloud.client("s3").put_object(
        Bucket=props["bucket"],
        Key=props["key"],
        Body=props.get("content", "").encode() if source is None else bytes_of(source),
        **headers,
    )
    if pairs := tags.as_pairs(tags.tags_of(props)):
        cloud.client("s3").put_object_tagging(
            Bucket=props["bucket"], Key=props["key"], Tagging={"TagSet": pairs}
        )
    return f"{props['bucket']}/{props['key']}"


def read(cloud: Cloud, id_: str, props: Props) -> Props:
    bucket, _, key = id_.partition("/")
    found = cloud.client("s3").head_object(Bucket=bucket, Key=key)
    headers = {"cacheControl": found.get("CacheControl"), "contentType": found.get("ContentType")}
    return {
        "bucket": bucket,
        "key": key,
        **{name: value for name, value in headers.items() if value is not None},
        "arn": f"arn:aws:s3:::{id_}",
        "versionId": found.get("VersionId", ""),
    }


def update(cloud: Cloud, id_: str, change: Change) -> None:
    put(cloud, change.new)


def delete(cloud: Cloud, id_: str, props: Props) -> None:
    bucket, _, key = id_.partition("/")
    cloud.client("s3").delete_object(Bucket=bucket, Key=key)


TYPES = (
    ResourceType(
        token="aws:s3/bucketObjectv2:BucketObjectv2",
        inputs=INPUTS,
        required=frozenset({"bucket", "key"}),
        outputs=OUTPUTS,
        replace_on=frozenset({"bucket", "key"}),
        unread=frozenset({"content", "source"}),
        volatile=frozenset({"versionId"}),
        taggable=True,
        find=lambda cloud, identity: f"{identity['bucket']}/{identity['key']}",
        create=put,
        read=read,
        update=update,
        delete=delete,
    ),
)
