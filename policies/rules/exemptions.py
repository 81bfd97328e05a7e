"""Exemptions from the other rules: each names a rule that exists and gives a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pulumi_policy import Severity

from policies.framework.exemptions import MINIMUM_WORDS, PREFIX, exemptions
from policies.framework.resource import Resource
from policies.framework.rule import Rule, rule


def exemption_rule(known: Collection[str]) -> Rule:
    """The rule on exemptions from ``known`` rules, given by id."""

    @rule(
        "policy-exemption-reason",
        "An exemption gives its reason",
        about=(),
        severity=Severity.MEDIUM,
        remedy=f"Write {PREFIX}<rule> = why this resource is exempt, in {MINIMUM_WORDS} words or "
        "more",
    )
    def exemption_has_reason(resource: Resource) -> Iterator[str]:
        """An exemption stays when its author has left; without a reason it is not known when it
        may end."""
        for exemption in exemptions([resource]):
            if exemption.rule not in known:
                yield f"exempt from {exemption.rule or 'nothing'}, which is no rule"
            elif not exemption.has_reason:
                yield f"exempt from {exemption.rule} with the reason {exemption.reason!r}"
            elif exemption.has_ended:
                yield f"exempt from {exemption.rule} until {exemption.until}, which is over"

    return exemption_has_reason
