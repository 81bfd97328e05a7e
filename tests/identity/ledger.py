"""The ledger: what the engine knows each resource by; a change of it replaces the resource."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.cloud import Cloud, Recorded
from tests.stage import deployed

STAGES = ("dev", "prod")


def identity_of(resource: Recorded, known: Mapping[str, Recorded]) -> str:
    """A resource as in its URN: the types from the top down to its own, then its name."""
    types, above = [resource.type], known.get(resource.parent)
    while above:
        types.append(above.type)
        above = known.get(above.parent)
    return f"{'$'.join(reversed(types))}::{resource.name}"


def by_identity(cloud: Cloud) -> list[tuple[str, Recorded]]:
    """Every resource with its identity, sorted."""
    known = {resource.urn: resource for resource in cloud.resources}
    found = [(identity_of(resource, known), resource) for resource in cloud.resources]
    return sorted(found, key=lambda pair: pair[0])


def identities(cloud: Cloud) -> list[str]:
    """Every identity, sorted."""
    return [identity for identity, _ in by_identity(cloud)]


def file_of(stage: str) -> Path:
    """Where a stage's identities are written down."""
    return Path(__file__).parent / f"{stage}.txt"


def now(stage: str) -> list[str]:
    """What the program says today."""
    return identities(deployed(stage))


def before(stage: str) -> list[str]:
    """What was written down."""
    return file_of(stage).read_text(encoding="utf-8").splitlines()
