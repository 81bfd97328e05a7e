"""CloudFront Functions, which the emulator runs with Node at viewer requests and responses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.wire import Props

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
LARGEST = 10 * 1024
NAME = r"[A-Za-z0-9_-]{1,64}"


def config(props: Props) -> dict[str, str]:
    """What CloudFront gets of a function beside its code."""
    return {"Comment": props.get("comment", ""), "Runtime": props["runtime"]}


def create(cloud: Cloud, props: Props) -> str:
    client, name = cloud.client("cloudfront"), str(props["name"])
    made = client.create_function(
        Name=name,
        FunctionConfig=config(props),
        FunctionCode=props["code"].encode(),
        Tags={"Items": tags.as_pairs(tags.tags_of(props))},
    )
    if props["publish"]:
        client.publish_function(Name=name, IfMatch=made["ETag"])
    return name


def read(cloud: Cloud, name: str, props: Props) -> Props:
    client = cloud.client("cloudfront")
    answer = client.describe_function(Name=name, Stage="DEVELOPMENT")
    summary, found = answer["FunctionSummary"], answer["FunctionSummary"]["FunctionConfig"]
    code = client.get_function(Name=name, Stage="DEVELOPMENT")["FunctionCode"].read()
    comment = {"comment": found["Comment"]} if found.get("Comment") else {}
    return {
        "name": name,
        "runtime": found["Runtime"],
        "code": code.decode(),
        **comment,
        "arn": summary["FunctionMetadata"]["FunctionARN"],
        "etag": answer["ETag"],
        "liveStageEtag": _live(client, name),
        "status": summary["Status"],
    }


def _live(client: Any, name: str) -> str:
    """The version that runs; none if the function was never published."""
    try:
        return str(client.describe_function(Name=name, Stage="LIVE")["ETag"])
    except client.exceptions.NoSuchFunctionExists:
        return ""


def update(cloud: Cloud, name: str, change: Change) -> None:
    client, new = cloud.client("cloudfront"), change.new
    seen = client.describe_function(Name=name, Stage="DEVELOPMENT")
    if change.touches("code", "comment", "runtime"):
        client.update_function(
            Name=name,
            IfMatch=seen["ETag"],
            FunctionConfig=config(new),
            FunctionCode=new["code"].encode(),
        )
    if new["publish"] and change.touches("code", "comment", "runtime", "publish"):
        now = client.describe_function(Name=name, Stage="DEVELOPMENT")["ETag"]
        client.publish_function(Name=name, IfMatch=now)
    arn = seen["FunctionSummary"]["FunctionMetadata"]["FunctionARN"]
    if gone := tags.to_remove(change):
        client.untag_resource(Resource=arn, TagKeys={"Items": gone})
    if fresh := tags.to_set(change):
        client.tag_resource(Resource=arn, Tags={"Items": tags.as_pairs(fresh)})


def delete(cloud: Cloud, name: str, props: Props) -> None:
    client = cloud.client("cloudfront")
    tag = client.describe_function(Name=name, Stage="DEVELOPMENT")["ETag"]
    client.delete_function(Name=name, IfMatch=tag)


def what_is_wrong(props: Props) -> Iterator[str]:
    """What CloudFront refuses, and the emulator takes."""
    code, name = props.get("code"), props.get("name")
    if isinstance(code, str) and (size := len(code.encode())) > LARGEST:
        yield f"code must have {LARGEST} bytes at most, got {size}"
    if isinstance(name, str) and not re.fullmatch(NAME, name):
        yield f"name must be 1 to 64 letters, digits, hyphens and underscores, got {name}"


TYPES = (
    ResourceType(
        token="aws:cloudfront/function:Function",
        inputs=frozenset({"code", "comment", "name", "publish", "runtime"}),
        required=frozenset({"code", "runtime"}),
        defaults={"publish": True},
        outputs=frozenset({"arn", "etag", "liveStageEtag", "status"}),
        replace_on=frozenset({"name"}),
        naming=Naming(limit=64),
        unread=frozenset({"publish"}),
        volatile=frozenset({"etag", "liveStageEtag", "status"}),
        taggable=True,
        regional=False,
        check=what_is_wrong,
        create=create,
        read=read,
        update=update,
        delete=delete,
    ),
)
