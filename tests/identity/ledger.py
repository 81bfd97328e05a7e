"""The ledger: what the engine knows each resource by; a change of it replaces the resource."""

from __future__ import annotations

from pathlib import Path

from tests.cloud import Cloud
from tests.stage import deployed

STAGES = ("dev", "prod")


def identities(cloud: Cloud) -> list[str]:
    """Each resource as in its URN: the types from the top down to its own, then its name."""
    known = {resource.urn: resource for resource in cloud.resources}
    found = []
    for resource in cloud.resources:
        types, above = [resource.type], known.get(resource.parent)
        while above:
            types.append(above.type)
            above = known.get(above.parent)
        found.append(f"{'$'.join(reversed(types))}::{resource.name}")
    return sorted(found)


def file_of(stage: str) -> Path:
    """Where a stage's identities are written down."""
    return Path(__file__).parent / f"{stage}.txt"


def now(stage: str) -> list[str]:
    """What the program says today."""
    return identities(deployed(stage))


def before(stage: str) -> list[str]:
    """What was written down."""
    return file_of(stage).read_text(encoding="utf-8").splitlines()
