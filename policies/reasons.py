"""A rule about exemptions themselves: a reason in writing, and a rule that exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from policies.exemptions import FEWEST_WORDS, PREFIX, exemptions
from policies.rule import Rule, rule
from policies.seen import Seen


def exemption_rule(known: Collection[str]) -> Rule:
    """The rule that judges the exemptions from ``known`` rules."""

    @rule(
        about=(),
        remedy=f"Write {PREFIX}<rule> = why this resource may, in at least {FEWEST_WORDS} words",
    )
    def an_exemption_says_why(resource: Seen) -> Iterator[str]:
        """An exemption outlives whoever made it; without a reason nobody dares to end it."""
        for exemption in exemptions([resource]):
            if exemption.rule not in known:
                yield f"is exempt from {exemption.rule or 'nothing'}, which is no rule"
            elif not exemption.has_reason:
                given = repr(exemption.reason)
                yield f"is to be exempt from {exemption.rule}, but the reason given is {given}"

    return an_exemption_says_why
