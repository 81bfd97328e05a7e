"""Composite alarm: one state of several alarms, which may be of different services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability import runbooks

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
MOST_ALARMS = 100
LONGEST_RULE = 10_240


def composite_alarm(
    name: str,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
    *,
    alarm_name: pulumi.Input[str],
    rule: pulumi.Input[str],
    description: str,
    page: str,
) -> aws.cloudwatch.CompositeAlarm:
    """An alarm by a rule over other alarms; it notifies the stage's alarm topic as they do."""
    actions = None if defaults.alarm_topic is None else [defaults.alarm_topic]
    return aws.cloudwatch.CompositeAlarm(
        name,
        alarm_name=alarm_name,
        alarm_rule=rule,
        alarm_description=runbooks.described(description, defaults.runbooks, page),
        alarm_actions=actions,
        ok_actions=actions,
        tags=defaults.tags,
        opts=opts,
    )


def alarm_over(
    name: str,
    alarm_name: str,
    alarms: Sequence[pulumi.Input[str]],
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.CompositeAlarm:
    """An alarm over the alarms of a service, or over the error budgets of a stage, by their names;
    it is in ALARM while any of them is.
    """
    return composite_alarm(
        f"{name}-alarm",
        defaults,
        opts,
        alarm_name=alarm_name,
        rule=pulumi.Output.all(*alarms).apply(any_of),
        description="Alarms below this one are in ALARM: its rule has their names.",
        page=runbooks.SEVERAL,
    )


def any_of(names: Iterable[str]) -> str:
    """The rule that one of the alarms is in ALARM; raises ``ValueError`` for more than CloudWatch
    takes.
    """
    known = sorted(names)
    rule = " OR ".join(f'ALARM("{name}")' for name in known)
    if len(known) > MOST_ALARMS or len(rule) > LONGEST_RULE:
        raise ValueError(
            f"a composite alarm may be over {MOST_ALARMS} alarms and have a rule of {LONGEST_RULE} "
            f"characters, got {len(known)} alarms and {len(rule)} characters"
        )
    return rule


def all_of(names: Sequence[str]) -> str:
    """The rule that all of the alarms are in ALARM."""
    return "(" + " AND ".join(f'ALARM("{name}")' for name in names) + ")"
