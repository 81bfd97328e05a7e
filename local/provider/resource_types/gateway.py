"""What the APIs of API Gateway share: addresses, patches and tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change
from local.provider.wire import Props

Patch = dict[str, str]


def arn_of(cloud: Cloud, path: str) -> str:
    """The ARN for managing an API: it names no account."""
    return f"arn:aws:apigateway:{cloud.region}::{path}"


def execution_arn(cloud: Cloud, api: str, stage: str = "") -> str:
    return cloud.arn("execute-api", f"{api}/{stage}" if stage else api)


def url_of(cloud: Cloud, api: str, stage: str = "") -> str:
    """Where the emulator answers for an API; AWS has a host name for each."""
    base = f"{cloud.endpoint}/_aws/execute-api/{api}"
    return f"{base}/{stage}" if stage else base


def opened(protocol: str, url: str) -> str:
    """The URL of an API as its clients open it: ``ws`` for a WebSocket API."""
    return f"ws{url.removeprefix('http')}" if protocol == "WEBSOCKET" else url


def chosen(props: Props, names: Iterable[str]) -> Props:
    return {name: props[name] for name in names if name in props}


def patches(change: Change, words: Mapping[str, str]) -> list[Patch]:
    """One operation for each changed property; ``words`` maps properties to paths."""
    return [
        {"op": "replace", "path": f"/{path}", "value": as_text(change.new.get(name, ""))}
        for name, path in words.items()
        if change.touches(name)
    ]


def map_patches(path: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Patch]:
    """The operations that turn one map into another, key by key."""
    gone = [{"op": "remove", "path": f"/{path}/{key}"} for key in old if key not in new]
    return gone + [
        {"op": "replace", "path": f"/{path}/{key}", "value": as_text(value)}
        for key, value in new.items()
        if old.get(key) != value
    ]


def as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def retag(client: Any, arn: str, change: Change, word: str = "resourceArn") -> None:
    keys = "tagKeys" if word == "resourceArn" else "TagKeys"
    pairs = "tags" if word == "resourceArn" else "Tags"
    if gone := tags.to_remove(change):
        client.untag_resource(**{word: arn, keys: gone})
    if fresh := tags.to_set(change):
        client.tag_resource(**{word: arn, pairs: fresh})
