"""Words of CloudFront: lists that say how many items they have, and what is as it was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

from local.provider.cloud import Cloud
from local.provider.errors import ProviderError
from local.provider.shapes import to_properties
from local.provider.wire import Props

COUNTED = {"Quantity", "Items"}

# Where CloudFront's word is not the property's, by the shape that it is in.
WORDS: Mapping[tuple[str, str], str] = {
    ("DistributionConfig", "orderedCacheBehaviors"): "CacheBehaviors",
    ("Origin", "originId"): "Id",
    ("GeoRestriction", "locations"): "Items",
    ("LambdaFunctionAssociation", "lambdaArn"): "LambdaFunctionARN",
}


def shape(cloud: Cloud, name: str) -> StructureShape:
    """A shape of CloudFront's model."""
    found: StructureShape = cloud.client("cloudfront").meta.service_model.shape_for(name)
    return found


def member(of: StructureShape, key: str) -> str:
    """CloudFront's word for a property; raises ``ProviderError`` where it has none."""
    wanted = WORDS.get((of.name, key), key).lower()
    found = next((str(name) for name in of.members if name.lower() == wanted), None)
    if found is None:
        known = ", ".join(sorted(of.members))
        raise ProviderError(f"{key} means nothing to {of.name}, which knows {known}")
    return found


def asked(of: Shape, value: Any) -> Any:
    """A property in the words of CloudFront; raises ``ProviderError`` for a word it has not."""
    if isinstance(of, ListShape):
        return [asked(of.member, item) for item in value]
    if not isinstance(of, StructureShape):
        return value
    if of.members.keys() >= COUNTED and isinstance(value, list):
        value = {"items": value}
    found: dict[str, Any] = {}
    for key, item in value.items():
        name = member(of, key)
        found[name] = asked(of.members[name], item)
    if of.members.keys() >= COUNTED:
        found["Quantity"] = len(found.get("Items", []))
    return found


def seen(of: StructureShape, config: Any, wanted: Any, props: Props) -> Props:
    """The properties of a configuration: as they were given where it holds what they ask for,
    else in CloudFront's words.
    """
    found: Props = {}
    for name, given in props.items():
        key = member(of, name)
        as_asked = holds(config.get(key), wanted[key])
        found[name] = given if as_asked else to_properties(config.get(key))
    return found


def holds(whole: Any, part: Any) -> bool:
    """Whether a configuration has all that was asked for; CloudFront adds defaults, and leaves out
    empty lists.
    """
    if isinstance(part, Mapping):
        whole = whole or {}
        return all(holds(whole.get(key), value) for key, value in part.items())
    if isinstance(part, list):
        whole = whole or []
        if all(isinstance(each, str) for each in part):
            return sorted(whole) == sorted(part)
        return len(whole) == len(part) and all(map(holds, whole, part))
    return bool((whole or part.__class__()) == part)
