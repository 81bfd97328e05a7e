"""Amazon CloudWatch: what an alarm does when it goes to ALARM."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import cloudwatch
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule


@rule(
    "cloudwatch-alarm-action",
    "An alarm has an action",
    about=(cloudwatch.MetricAlarm, cloudwatch.CompositeAlarm),
    level=Level.MANDATORY_IN_PROD,
    severity=Severity.HIGH,
    once_per_stack=True,
    remedy="Give the components a topic to notify, Defaults(alarm_topic=topic.arn); give an alarm "
    "of your own alarm_actions=[topic.arn]",
    documentation="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/"
    "alarm-actions.html",
)
def alarm_has_action(alarm: Resource, graph: Graph) -> Iterator[str]:
    """An alarm without an action notifies no one: its state changes on a page of the console."""
    if any(_acts(parent) for parent in graph.users(alarm, cloudwatch.CompositeAlarm, "alarmRule")):
        return
    if not alarm.get("alarmActions"):
        yield "no alarm actions"
    if alarm.get("actionsEnabled", True) is False:
        yield "alarm actions are disabled"


def _acts(composite: Resource) -> bool:
    """Whether a composite alarm, whose state follows from its children's, has actions."""
    return bool(composite.get("alarmActions")) and composite.get("actionsEnabled", True) is True


RULES = (alarm_has_action,)
