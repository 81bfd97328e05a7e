"""Exemptions: a tag on a resource that exempts it from one rule, and gives the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policies.framework.resource import Resource

PREFIX = "policy-exempt:"

# One word is a label; a reason takes a few.
MINIMUM_WORDS = 3


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """The id of a rule, the resource that is exempt from it, and the reason as written."""

    rule: str
    resource: Resource
    reason: str

    @property
    def has_reason(self) -> bool:
        """Whether a reason is given, in words of more than one character; without, no effect."""
        return sum(len(word) > 1 for word in self.reason.split()) >= MINIMUM_WORDS

    def __str__(self) -> str:
        where = f"{self.resource.type} {self.resource.name}"
        return f"{where} is exempt from {self.rule}: {self.reason}"


def exemptions(resources: Iterable[Resource]) -> list[Exemption]:
    """Every exemption in the tags of a stack, effective or not, in the order of its resources."""
    return [exemption for resource in resources for exemption in _of(resource)]


def is_exempt(resource: Resource, rule: str) -> bool:
    """Whether a resource carries an exemption from a rule, with a reason."""
    return any(each.rule == rule and each.has_reason for each in _of(resource))


def _of(resource: Resource) -> Iterator[Exemption]:
    for tag, reason in resource.tags.items():
        if tag.startswith(PREFIX):
            yield Exemption(rule=tag.removeprefix(PREFIX), resource=resource, reason=reason)
