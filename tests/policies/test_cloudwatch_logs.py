"""Rules on log groups: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import cloudwatch

from policies.framework.resource import UNKNOWN
from policies.rules import cloudwatch_logs
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource


def group(stack="dev", **properties):
    return resource(cloudwatch.LogGroup, "l", None, stack, **properties)


ALLOWED = {
    cloudwatch_logs.log_group_has_retention: {
        "a month": [group(retentionInDays=30.0)],
        "a month, in prod": [group("prod", retentionInDays=30.0)],
    },
}
REFUSED = {
    cloudwatch_logs.log_group_has_retention: {
        "for ever": [group()],
        "for ever, as a number": [group(retentionInDays=0.0)],
        "for ever, in prod": [group("prod")],
        "it is not known yet": [group("prod", retentionInDays=UNKNOWN)],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
