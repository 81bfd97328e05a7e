"""Values: the inputs of a recorded resource as source code would say them, with other resources'
outputs where the recording only has what became of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

Made = Mapping[str, pulumi.CustomResource]
Known = Mapping[str, "Reference"]

# A shorter text may stand in another by chance.
SHORTEST_PART = 8
IDENTITIES = ("arn", "id")


@dataclass(frozen=True)
class Reference:
    """``role.arn``, say."""

    urn: str
    attribute: str

    def written(self, made: Made) -> Any:
        return getattr(made[self.urn], self.attribute)


@dataclass(frozen=True)
class Joined:
    """``pulumi.Output.concat(queue.arn, "/*")``, say."""

    parts: tuple[Any, ...]

    def written(self, made: Made) -> Any:
        return pulumi.Output.concat(*[written(part, made) for part in self.parts])


@dataclass(frozen=True)
class Document:
    """``pulumi.Output.json_dumps({…})``."""

    content: Any

    def written(self, made: Made) -> Any:
        return pulumi.Output.json_dumps(written(self.content, made))


@dataclass(frozen=True)
class Computed:
    """``pulumi.Output.all(…).apply(…)``, where nothing shows what was computed."""

    result: Any
    needed: tuple[str, ...]

    def written(self, made: Made) -> Any:
        outputs = [made[urn].id for urn in self.needed]
        return pulumi.Output.all(*outputs).apply(lambda _: self.result)


def planned(value: Any, needed: Mapping[str, Known]) -> Any:
    """A value made from the resources ``needed``, each with its outputs by their text."""
    every = [each for known in needed.values() for each in known.items()]
    # An ARN or an id is its owner's, even if others have it among their inputs.
    every.sort(key=lambda each: each[1].attribute in IDENTITIES)
    known = dict(every)
    found = _with_references(value, known) if known else value
    return found if urns_in(found) >= set(needed) else Computed(value, tuple(needed))


def written(value: Any, made: Made) -> Any:
    """The value itself, with the outputs of the resources that were made."""
    if isinstance(value, Reference | Joined | Document | Computed):
        return value.written(made)
    if isinstance(value, dict):
        return {key: written(inner, made) for key, inner in value.items()}
    return [written(inner, made) for inner in value] if isinstance(value, list) else value


def urns_in(value: Any) -> set[str]:
    """The resources that a planned value is made from."""
    match value:
        case Reference(urn=urn):
            return {urn}
        case Computed(needed=needed):
            return set(needed)
        case Joined(parts=inner) | list(inner):
            return {urn for part in inner for urn in urns_in(part)}
        case Document(content=content):
            return urns_in(content)
        case dict():
            return urns_in(list(value.values()))
    return set()


def _with_references(value: Any, known: Known) -> Any:
    if isinstance(value, dict):
        return {key: _with_references(inner, known) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_references(inner, known) for inner in value]
    if not isinstance(value, str):
        return value
    if value.startswith('{"'):
        content = _with_references(json.loads(value), known)
        return Document(content) if urns_in(content) else value
    parts = list(_parts(value, known))
    return parts[0] if len(parts) == 1 else Joined(tuple(parts))


def _parts(text: str, known: Known) -> Iterator[str | Reference]:
    """The text, cut where the text of an output stands in it, the longest first."""
    if text in known:
        yield known[text]
        return
    for part in sorted(known, key=len, reverse=True):
        before, found, after = text.partition(part)
        if found and len(part) >= SHORTEST_PART:
            yield from _parts(before, known) if before else ()
            yield known[part]
            yield from _parts(after, known) if after else ()
            return
    yield text
