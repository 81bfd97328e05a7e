"""Error budget: how fast an API uses up the failures that its objective allows in 30 days.

With two windows for each speed, as the SRE workbook recommends: the long one makes sure that it
matters, the short one that it still goes on. https://sre.google/workbook/alerting-on-slos/
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.composite_alarm import all_of, composite_alarm
from components.observability.metric_alarm import Dimensions, metric_alarm
from components.observability.runbooks import ERROR_BUDGET

HOUR = 3600

# At 14.4 times the even speed an hour takes 2 % of the budget of 30 days, at 6 times six hours 5 %.
FAST, SLOW = 14.4, 6.0


@dataclass(frozen=True, kw_only=True)
class Window:
    """A window of a metric alarm: the word in its name, and the burn rate above which it is."""

    word: str
    seconds: int
    burn: float


LONG_FAST = Window(word="hour", seconds=HOUR, burn=FAST)
LONG_SLOW = Window(word="six-hours", seconds=6 * HOUR, burn=SLOW)
# Of both: that it goes on, at the slower speed at least.
SHORT = Window(word="now", seconds=300, burn=SLOW)


def error_budget(
    name: str,
    metric: str,
    dimensions: Dimensions,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.CompositeAlarm | None:
    """Goes to ALARM when an API burns its error budget fast, 2 % in an hour, or slowly, 5 % in six
    hours; None where the stage has no ``availability_percent``. ``metric`` counts 0 or 1 a request.

    The alarms on the windows have no actions: the composite alarm has.
    """
    if defaults.availability_percent is None:
        return None
    allowed = (100 - defaults.availability_percent) / 100
    hour, six_hours, now = (
        _window(name, metric, dimensions, window, allowed, defaults, opts)
        for window in (LONG_FAST, LONG_SLOW, SHORT)
    )
    alarm = composite_alarm(
        f"{name}-error-budget-alarm",
        defaults,
        opts,
        alarm_name=hour.name.apply(name_of),
        rule=pulumi.Output.all(hour.name, six_hours.name, now.name).apply(rule_of),
        description=f"Failures use up the error budget of {defaults.availability_percent:g} %: "
        "2 % of 30 days in an hour, or 5 % in six hours; act now.",
        page=ERROR_BUDGET,
    )
    if defaults.alarms is not None:
        defaults.alarms.add_budget(alarm.alarm_name)
    return alarm


def name_of(hour: str) -> str:
    """The name of the composite alarm, which the provider does not make: unique as that of the
    alarm on an hour.
    """
    return hour.replace("-hour-alarm", "-alarm")


def rule_of(names: list[str]) -> str:
    """The rule over the alarms on an hour, on six hours and on now."""
    hour, six_hours, now = names
    return f"{all_of((hour, now))} OR {all_of((six_hours, now))}"


def _window(
    name: str,
    metric: str,
    dimensions: Dimensions,
    window: Window,
    allowed: float,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    return metric_alarm(
        f"{name}-error-budget-{window.word}-alarm",
        defaults,
        opts,
        alarm_description=f"5xx responses burn the error budget at {window.burn:g} times the even "
        f"speed, over {window.seconds // 60} minutes: part of the error budget's alarm.",
        threshold=window.burn * allowed,
        namespace="AWS/ApiGateway",
        metric_name=metric,
        statistic="Average",
        evaluation_periods=1,
        period=window.seconds,
        dimensions=dict(dimensions),
        alarm_actions=None,
        ok_actions=None,
    )
