"""Amazon EventBridge Scheduler, runs: that a schedule is on, may start its target, and says so
when it did not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from pulumi_policy import Severity

from policies.framework.aws import cloudwatch, ecs, iam, kinesis, lambda_, scheduler, sfn, sns, sqs
from policies.framework.graph import Graph, token
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.alarms import alarms_of, alarms_on_first, watches
from policies.relations.roles import may

GUIDE = "https://docs.aws.amazon.com/scheduler/latest/UserGuide"
NAMESPACE = "AWS/Scheduler"
METRICS = ("TargetErrorCount", "InvocationDroppedCount")

# What the scheduler calls under the schedule's role, by its target.
CALLS = {
    token(sqs.Queue): "sqs:SendMessage",
    token(sns.Topic): "sns:Publish",
    token(lambda_.Function): "lambda:InvokeFunction",
    token(sfn.StateMachine): "states:StartExecution",
    token(cloudwatch.EventBus): "events:PutEvents",
    token(kinesis.Stream): "kinesis:PutRecord",
    token(ecs.Cluster): "ecs:RunTask",
}


@rule(
    "scheduler-schedule-enabled",
    "A schedule is enabled, and has not ended",
    about=scheduler.Schedule,
    level=Level.ONLY_IN_PROD,
    severity=Severity.HIGH,
    remedy="Leave out state, or set it to ENABLED; leave out end_date, or set a later one",
    documentation=f"{GUIDE}/managing-schedule-state.html",
)
def schedule_is_enabled(schedule: Resource, graph: Graph) -> Iterator[str]:
    """Runs that are due while a schedule is disabled are not made up for."""
    if schedule.get("state", "ENABLED") == "DISABLED":
        yield "it is disabled"
    end = schedule.get("endDate", "")
    if end and datetime.fromisoformat(end).replace(tzinfo=UTC) < now():
        yield f"it has ended: {end}"


def now() -> datetime:
    """The time at which it is asked whether a schedule has ended."""
    return datetime.now(UTC)


@rule(
    "scheduler-schedule-target-allowed",
    "A schedule's role may start its target and send to its dead-letter queue",
    about=scheduler.Schedule,
    severity=Severity.HIGH,
    remedy="Allow the schedule's role the call on the target, and sqs:SendMessage on the "
    "dead-letter queue",
    documentation=f"{GUIDE}/setting-up.html",
)
def role_may_start_target(schedule: Resource, graph: Graph) -> Iterator[str]:
    """A run that the role may not start fails, and is lost where the role may not send it to the
    dead-letter queue either."""
    for role in graph.of(schedule, "target", iam.Role):
        for target in graph.of(schedule, "target"):
            action = CALLS.get(target.type)
            if action and not may(role, action, target, graph):
                yield f"the role {role.name} may not {action} to {target.name}"


@rule(
    "scheduler-schedule-delivery-alarm",
    "A schedule has alarms on runs that did not start",
    about=scheduler.Schedule,
    severity=Severity.HIGH,
    remedy="Add alarms on AWS/Scheduler TargetErrorCount and InvocationDroppedCount of the "
    "schedule's group, greater than 0",
    documentation=f"{GUIDE}/monitoring-cloudwatch.html",
)
def schedule_has_delivery_alarm(schedule: Resource, graph: Graph) -> Iterator[str]:
    """A run that was not started is no failure of what it runs: nothing else shows it."""
    groups = graph.of(schedule, "groupName", scheduler.ScheduleGroup)
    alarms = [alarm for group in groups for alarm in alarms_of(group, graph)]
    if not groups:
        alarms = _by_name(schedule, graph)
    for metric in METRICS:
        if not any(
            watches(alarm, NAMESPACE, metric) and alarms_on_first(alarm, NAMESPACE, metric)
            for alarm in alarms
        ):
            yield f"no alarm on the first count of {metric} of its group"


def _by_name(schedule: Resource, graph: Graph) -> list[Resource]:
    """The alarms of a group that is named as text; ``default`` unless one is."""
    name = schedule.get("groupName", "default")
    return [
        alarm
        for alarm in graph.all(cloudwatch.MetricAlarm)
        if alarm.get("dimensions.ScheduleGroup") == name
    ]


RULES = (schedule_is_enabled, role_may_start_target, schedule_has_delivery_alarm)
