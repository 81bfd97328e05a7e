"""Tags: the provider's defaults, and what an update must set and remove."""

from __future__ import annotations

from typing import Any

from local.provider.resource import Change
from local.provider.wire import Props

Pairs = list[dict[str, str]]


def tags_of(props: Props) -> dict[str, str]:
    return props.get("tags") or {}


def as_pairs(tags: dict[str, str], key: str = "Key", value: str = "Value") -> Pairs:
    return [{key: name, value: text} for name, text in tags.items()]


def from_pairs(pairs: Pairs, key: str = "Key", value: str = "Value") -> dict[str, str]:
    return {pair[key]: pair[value] for pair in pairs}


def retag(client: Any, arn: str, change: Change, *, by: str = "ResourceArn") -> None:
    """For the services whose tags go by ARN and in pairs; ``by`` is how they spell it."""
    if gone := to_remove(change):
        client.untag_resource(**{by: arn, "TagKeys": gone})
    if fresh := to_set(change):
        client.tag_resource(**{by: arn, "Tags": as_pairs(fresh)})


def to_set(change: Change) -> dict[str, str]:
    old = tags_of(change.old)
    return {name: text for name, text in tags_of(change.new).items() if old.get(name) != text}


def to_remove(change: Change) -> list[str]:
    return [name for name in tags_of(change.old) if name not in tags_of(change.new)]
