"""Amazon EventBridge Scheduler: what happens to a run that its target refuses, or that fails."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import scheduler
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.failure_alarms import without_failure_alarm

GUIDE = "https://docs.aws.amazon.com/scheduler/latest"


@rule(
    "scheduler-schedule-dead-letter-queue",
    "A schedule has a dead-letter queue",
    about=scheduler.Schedule,
    severity=Severity.HIGH,
    remedy="Set target.dead_letter_config.arn to a queue that the schedule's role may send to",
    documentation=f"{GUIDE}/UserGuide/configuring-schedule-dlq.html",
)
def schedule_has_dead_letter_queue(schedule: Resource) -> Iterator[str]:
    """EventBridge Scheduler discards a run that it could not start within 24 hours, or that the
    target refused for good."""
    if not schedule.has("target.deadLetterConfig.arn"):
        yield "no dead-letter queue"


@rule(
    "scheduler-schedule-retry-policy",
    "A schedule has a retry policy",
    about=scheduler.Schedule,
    severity=Severity.MEDIUM,
    remedy="Set target.retry_policy on the schedule",
    documentation=f"{GUIDE}/APIReference/API_RetryPolicy.html",
)
def schedule_has_retry_policy(schedule: Resource) -> Iterator[str]:
    """No caller repeats a scheduled run, so how often and how long it is retried must be stated."""
    if not schedule.has("target.retryPolicy"):
        yield "no retry policy"
    elif schedule.get("target.retryPolicy.maximumRetryAttempts", 1) == 0:
        yield "its retry policy is not to retry"


@rule(
    "scheduler-schedule-failure-alarm",
    "What a schedule runs has an alarm on its failures",
    about=scheduler.Schedule,
    severity=Severity.HIGH,
    remedy="Add an alarm on the failures of the function or state machine that the schedule runs",
    documentation="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
)
def schedule_has_failure_alarm(schedule: Resource, graph: Graph) -> Iterator[str]:
    """No caller waits for a scheduled run, so without an alarm its failure is not noticed."""
    for failing in without_failure_alarm(schedule, "target", graph):
        yield f"runs {failing.name}, which has no alarm on its failures"


RULES = (
    schedule_has_dead_letter_queue,
    schedule_has_retry_policy,
    schedule_has_failure_alarm,
)
