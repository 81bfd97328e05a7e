"""Alarms of queues: messages in a dead-letter queue, and messages that wait too long."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import metric_alarm


def dead_letter_queue(
    name: str,
    queue: pulumi.Input[str],
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
    remedy: str = "find out why, mend it, then redrive the queue",
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM at the first message in a dead-letter queue; ``remedy`` says what to do."""
    return metric_alarm(
        f"{name}-alarm",
        defaults,
        opts,
        alarm_description=f"A message is in the dead-letter queue: {remedy}.",
        evaluation_periods=1,
        threshold=0,
        namespace="AWS/SQS",
        metric_name="ApproximateNumberOfMessagesVisible",
        statistic="Maximum",
        period=defaults.alarm_period_seconds,
        dimensions={"QueueName": queue},
    )


def oldest_message(
    name: str,
    queue: pulumi.Input[str],
    limit_seconds: int,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM in the first period in which a message is older than ``limit_seconds``.

    SQS leaves out messages that were received more than three times: those that always fail are for
    the consumer's alarm on errors, and in the end for the dead-letter queue's.
    """
    return metric_alarm(
        f"{name}-age-alarm",
        defaults,
        opts,
        alarm_description="Messages wait too long: the consumer is too slow, throttled or failing.",
        evaluation_periods=1,
        threshold=limit_seconds,
        namespace="AWS/SQS",
        metric_name="ApproximateAgeOfOldestMessage",
        statistic="Maximum",
        period=defaults.alarm_period_seconds,
        dimensions={"QueueName": queue},
    )
