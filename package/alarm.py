"""Alarm: a CloudWatch alarm on a metric, as the components have them."""

from collections.abc import Mapping
from typing import Required, TypedDict

import pulumi

from components.observability.metric_alarm import metric_alarm
from package.arguments import given, named_as_written
from package.stage_defaults import StageDefaults, defaults

OPERATORS = (
    *("GreaterThanThreshold", "GreaterThanOrEqualToThreshold"),
    *("LessThanThreshold", "LessThanOrEqualToThreshold"),
)


class AlarmArgs(TypedDict, total=False):
    """The metric, and when it goes to ALARM."""

    namespace: Required[str]
    """Namespace of the metric, as AWS/Lambda or one of the program's own."""

    metric_name: Required[str]
    """Name of the metric, as Errors."""

    threshold: Required[float]
    """The alarm goes to ALARM when the metric is on the wrong side of this value, in the metric's unit."""

    description: Required[str]
    """What went wrong, and what to do about it, for who is notified."""

    dimensions: Mapping[str, pulumi.Input[str]]
    """Dimensions of the metric, as FunctionName and its value; none unless given."""

    statistic: str
    """What the metric's values of one period are summed up to: Average, Maximum, Minimum, SampleCount or Sum; Sum unless given."""

    comparison_operator: str
    """GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold or LessThanOrEqualToThreshold; GreaterThanThreshold unless given."""

    evaluation_periods: int
    """How many periods in a row must be on the wrong side, 1 to 60; most of the defaults' alarmPeriods unless given."""

    period: int
    """Length of a period in seconds: 60, 120, 180 or 300; the defaults' alarmPeriodSeconds unless given."""

    defaults: StageDefaults
    """What the components of this stage have in common, as the topic that the alarm notifies."""


class Alarm(pulumi.ComponentResource):
    """A CloudWatch alarm that notifies the stage's alarm topic when it goes to ALARM and back to OK; missing data is no reason for it."""

    alarm_name: pulumi.Output[str]
    """Name of the alarm."""

    alarm_arn: pulumi.Output[str]
    """ARN of the alarm."""

    def __init__(
        self, name: str, args: AlarmArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:Alarm", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(AlarmArgs):
            stage = defaults(args.get("defaults"))
            operator = args.get("comparison_operator", OPERATORS[0])
            if operator not in OPERATORS:
                raise ValueError(
                    f"comparison_operator must be one of {', '.join(OPERATORS)}, got {operator}"
                )
            inputs = {
                "statistic": "Sum",
                "period": stage.alarm_period_seconds,
                **given(AlarmArgs, args, "description", "defaults"),
            }
            alarm = metric_alarm(
                f"{name}-alarm", stage, child, alarm_description=args["description"], **inputs
            )
        self.alarm_name, self.alarm_arn = alarm.name, alarm.arn
        self.register_outputs({"alarmName": alarm.name, "alarmArn": alarm.arn})
