"""Always on: what is billed by the hour, and the tag that says why a stage has it."""

from __future__ import annotations

from collections.abc import Iterator

from policies.framework.level import is_production
from policies.framework.resource import Resource

TAG = "always-on"


def without_reason(resource: Resource) -> Iterator[str]:
    """What is wrong with a resource outside prod that has no such tag."""
    if not is_production(resource.stack) and not resource.has(f"tags.{TAG}"):
        yield f"it is billed by the hour, and has no tag {TAG} with the reason"
