"""Amazon EventBridge: what happens to an event, or a scheduled run, that its target refuses."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import cloudwatch
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.failure_alarms import without_failure_alarm

GUIDE = "https://docs.aws.amazon.com/eventbridge/latest/userguide"


@rule(
    "eventbridge-target-dead-letter-queue",
    "The target of a rule has a dead-letter queue",
    about=cloudwatch.EventTarget,
    severity=Severity.HIGH,
    remedy="Set dead_letter_config.arn to a queue whose policy allows events.amazonaws.com to send",
    documentation=f"{GUIDE}/eb-rule-dlq.html",
)
def target_has_dead_letter_queue(target: Resource) -> Iterator[str]:
    """EventBridge discards an event that it could not deliver for 24 hours, or that the target
    refused for good."""
    if not target.has("deadLetterConfig.arn"):
        yield "no dead-letter queue"


@rule(
    "eventbridge-schedule-retry-policy",
    "The target of a scheduled rule has a retry policy",
    about=cloudwatch.EventTarget,
    severity=Severity.MEDIUM,
    remedy="Set retry_policy on the target",
    documentation=f"{GUIDE}/eb-rule-retry-policy.html",
)
def scheduled_target_has_retry_policy(target: Resource, graph: Graph) -> Iterator[str]:
    """No caller repeats a scheduled run, so how often and how long it is retried must be stated."""
    yield from _rule_elsewhere(target, graph)
    if _scheduled(target, graph) and not target.has("retryPolicy"):
        yield "no retry policy"


@rule(
    "eventbridge-schedule-failure-alarm",
    "What a scheduled rule runs has an alarm on its failures",
    about=cloudwatch.EventTarget,
    severity=Severity.HIGH,
    remedy="Add an alarm on the failures of the function or state machine that the rule runs",
    documentation="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
)
def scheduled_target_has_failure_alarm(target: Resource, graph: Graph) -> Iterator[str]:
    """No caller waits for a scheduled run, so without an alarm its failure is not noticed."""
    yield from _rule_elsewhere(target, graph)
    if _scheduled(target, graph):
        for failing in without_failure_alarm(target, "arn", graph):
            yield f"runs {failing.name}, which has no alarm on its failures"


def _rule_elsewhere(target: Resource, graph: Graph) -> Iterator[str]:
    if not graph.of(target, "rule", cloudwatch.EventRule):
        yield "its rule is not in this stack and may be a scheduled one"


def _scheduled(target: Resource, graph: Graph) -> bool:
    rules = graph.of(target, "rule", cloudwatch.EventRule)
    return any(each.has("scheduleExpression") for each in rules)


RULES = (
    target_has_dead_letter_queue,
    scheduled_target_has_retry_policy,
    scheduled_target_has_failure_alarm,
)
