"""Exemptions: a tag on a resource that sets one rule aside there, and says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policies.seen import Seen

PREFIX = "policy-exempt:"

# One word is a label; what a reader needs is a sentence.
FEWEST_WORDS = 3


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """What is exempt from which rule, and the reason as written."""

    rule: str
    resource: Seen
    reason: str

    @property
    def has_reason(self) -> bool:
        """Whether somebody has written down why; without it the tag has no effect."""
        return len(self.reason.split()) >= FEWEST_WORDS

    def __str__(self) -> str:
        where = f"{self.resource.type} {self.resource.name}"
        return f"{where} is exempt from {self.rule}: {self.reason}"


def exemptions(resources: Iterable[Seen]) -> list[Exemption]:
    """Every exemption that a stack asks for, granted or not, in the order of its resources."""
    return [exemption for resource in resources for exemption in _of(resource)]


def is_exempt(resource: Seen, rule: str) -> bool:
    """Whether a resource carries an exemption from a rule, with a reason."""
    return any(each.rule == rule and each.has_reason for each in _of(resource))


def _of(resource: Seen) -> Iterator[Exemption]:
    for tag, reason in resource.tags.items():
        if tag.startswith(PREFIX):
            yield Exemption(rule=tag.removeprefix(PREFIX), resource=resource, reason=reason)
