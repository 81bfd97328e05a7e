"""Check: fills defaults, names and tags, and refuses what this provider does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from local.provider.configuration import Configuration
from local.provider.errors import ProviderError
from local.provider.limits import beyond
from local.provider.naming import Autonaming, physical_name
from local.provider.resource import Naming, ResourceType
from local.provider.wire import UNKNOWN, Props

ENGINE_OWN = "__defaults"

# The Region of what CloudFront uses: its metrics, logs, functions and web ACLs.
EDGE_REGION = "us-east-1"


def checked(
    kind: ResourceType,
    engine: Autonaming,
    news: Props,
    olds: Props,
    home: Configuration,
) -> Props:
    """``news`` complete, as create and update receive it; all that is wrong is said at once."""
    given = {key: value for key, value in news.items() if key not in (ENGINE_OWN, "tagsAll")}
    inputs = {**kind.defaults, **given}
    wrong = [*_wrong(kind, inputs), *_abroad(inputs, home.region)]
    if wrong:
        raise ProviderError("; ".join(wrong))
    if kind.naming:
        _name(kind, engine, inputs, olds)
    if kind.taggable and inputs.get("tags") is not UNKNOWN:
        tags = {**home.default_tags, **(inputs.get("tags") or {})}
        inputs |= {"tags": tags, "tagsAll": tags} if tags else {}
    return inputs


def _wrong(kind: ResourceType, inputs: Props) -> Iterator[str]:
    for name in sorted(inputs.keys() - kind.accepted):
        supported = ", ".join(sorted(kind.accepted))
        yield f"the property {name} is not supported here; supported are {supported}"
    for path, known in kind.blocks.items():
        for name in sorted(_words_at(inputs, path.split(".")) - known):
            supported = ", ".join(sorted(known))
            yield f"the property {path}.{name} is not supported here; supported are {supported}"
    for name in sorted(kind.required - inputs.keys()):
        yield f"the property {name} is required"
    if kind.naming:
        yield from _too_long(kind.naming, inputs)
    yield from beyond(kind.token, inputs)
    yield from kind.check(inputs)


def _too_long(naming: Naming, inputs: Props) -> Iterator[str]:
    name = inputs.get(naming.property)
    if isinstance(name, str) and len(name) > naming.limit:
        yield (
            f"expected length of {naming.property} to be in the range (1 - {naming.limit}), "
            f"got {len(name)}: {name}"
        )


def _words_at(value: Any, path: list[str]) -> set[str]:
    """The keys of every block at ``path``, however many there are."""
    if isinstance(value, list):
        return {word for item in value for word in _words_at(item, path)}
    if not isinstance(value, dict):
        return set()
    return _words_at(value.get(path[0]), path[1:]) if path else set(value)


def _abroad(inputs: Props, home: str) -> Iterator[str]:
    region = inputs.get("region", home)
    if region not in (home, EDGE_REGION, UNKNOWN):
        yield f"region must be the provider's, {home}, or {EDGE_REGION}, got {region}"


def _name(kind: ResourceType, engine: Autonaming, inputs: Props, olds: Props) -> None:
    naming = kind.naming
    assert naming is not None
    prefix = inputs.get(f"{naming.property}Prefix")
    if naming.property in inputs:
        return
    if isinstance(prefix, str):
        # A new prefix is a new name: the old one is still taken while that is replaced.
        olds = olds if str(olds.get(naming.property, "")).startswith(prefix) else {}
        engine = Autonaming(logical_name=prefix.rstrip(naming.separator), seed=engine.seed)
    inputs[naming.property] = physical_name(naming, engine, inputs, olds)
