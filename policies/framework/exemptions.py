"""Exemptions: a tag on a resource that exempts it from one rule, with the reason, an owner and a
last day.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policies.framework.pack_settings import current
from policies.framework.resource import Resource

PREFIX = "policy-exempt:"

# One word is a label; a reason takes a few.
MINIMUM_WORDS = 3

# Within the text of a tag, which has no commas: ``until 2027-03-31``, ``owner payments``.
UNTIL = re.compile(r"\s*-?\s*\buntil (\d{4}-\d{2}-\d{2})\b")
OWNER = re.compile(r"\s*-?\s*\bowner[:=]? ([\w.@/+-]*\w)")


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """The id of a rule, the resource that is exempt from it, and the reason as written."""

    rule: str
    resource: Resource
    reason: str

    @property
    def has_reason(self) -> bool:
        """Whether a reason is given, in words of more than one character beside owner and day."""
        text = UNTIL.sub("", OWNER.sub("", self.reason))
        return sum(len(word) > 1 for word in text.split()) >= MINIMUM_WORDS

    @property
    def owner(self) -> str:
        """Who answers for it; empty if it is not said."""
        found = OWNER.search(self.reason)
        return found[1] if found else ""

    @property
    def until(self) -> str:
        """The last day of it, as ``2027-03-31``; empty if it has none."""
        found = UNTIL.search(self.reason)
        return found[1] if found else ""

    @property
    def has_ended(self) -> bool:
        """Whether its last day is over, or is no day."""
        if not self.until:
            return False
        try:
            return datetime.date.fromisoformat(self.until) < today()
        except ValueError:
            return True

    @property
    def has_effect(self) -> bool:
        """Whether it exempts: it gives a reason, and has not ended."""
        return self.has_reason and not self.has_ended

    def __str__(self) -> str:
        where = f"{self.resource.type} {self.resource.name}"
        return f"{where} is exempt from {self.rule}: {self.reason}"


def today() -> datetime.date:
    """The day of which it is asked whether an exemption has ended."""
    return datetime.datetime.now(datetime.UTC).date()


def exemptions(resources: Iterable[Resource]) -> list[Exemption]:
    """Every exemption in the tags of a stack, effective or not, in the order of its resources."""
    return [exemption for resource in resources for exemption in _of(resource)]


def is_exempt(resource: Resource, rule: str) -> bool:
    """Whether a resource carries an exemption from a rule, with a reason and not ended, or is
    exempt by configuration.
    """
    return any(each.rule == rule and each.has_effect for each in _of(resource)) or any(
        each.rule == rule and each.resource == resource.name and each.until >= str(today())
        for each in current().exemptions
    )


def _of(resource: Resource) -> Iterator[Exemption]:
    for tag, reason in resource.tags.items():
        if tag.startswith(PREFIX):
            yield Exemption(rule=tag.removeprefix(PREFIX), resource=resource, reason=reason)
