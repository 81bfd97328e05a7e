"""Alarms of topic rules of AWS IoT Core: messages that never reach an action of the rule."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import alarms_on_first

# https://docs.aws.amazon.com/iot/latest/developerguide/metrics_dimensions.html
NAMESPACE = "AWS/IoT"
LOST = {
    "ParseError": (
        "parse-errors",
        "Messages of clients are not JSON, and lost: look for the client in the logs of IoT Core.",
    ),
    "RuleMessageThrottled": (
        "throttles",
        "Messages of clients are lost: more than the account's quota for rules. Ask for more, or "
        "look for a client that repeats itself in a loop.",
    ),
}


def of_rule(
    name: str, rule_name: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> list[aws.cloudwatch.MetricAlarm]:
    """Go to ALARM at the first message that the rule cannot read, and at the first throttled one.

    Of an action that failed the alarm of the dead-letter queue knows.
    """
    dimensions = {"RuleName": rule_name}
    return alarms_on_first(name, NAMESPACE, LOST, dimensions, defaults, opts)
