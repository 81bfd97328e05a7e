"""Tests of the alarms on error budgets: what they are over, and when they go to ALARM."""

from __future__ import annotations

import re

import pytest
from pulumi_aws import cloudwatch

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from components.collected_alarms import CollectedAlarms
from components.compute.function import Function
from components.defaults import Defaults
from components.observability.composite_alarm import any_of
from tests.cloud import deploy
from tests.components.sample import function

MINUTE = 60
TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms"
COLLECTED = CollectedAlarms()
DEFAULTS = Defaults(alarm_topic=TOPIC, availability_percent=99.9, alarms=COLLECTED)


def program(defaults=DEFAULTS):
    def made():
        sell = Function("sell", function())
        routes = (Route.get("/a", sell, public=True),)
        HttpApi("sell-http", HttpApiArgs(routes=routes, defaults=defaults))
        RestApi("sell-rest", RestApiArgs(routes=routes, defaults=defaults))

    return deploy(made)


@pytest.fixture(scope="module")
def cloud():
    return program()


def test_each_api_has_three_windows_without_actions_and_one_alarm_that_notifies(cloud):
    for api, metric in (("sell-http", "5xx"), ("sell-rest", "5XXError")):
        windows = {
            alarm.name.removeprefix(f"{api}-error-budget-"): alarm.inputs
            for alarm in cloud.all(cloudwatch.MetricAlarm)
            if alarm.name.startswith(f"{api}-error-budget-")
        }
        assert {
            word: (given["period"], round(given["threshold"], 6)) for word, given in windows.items()
        } == {
            "hour-alarm": (3600, 0.0144),
            "six-hours-alarm": (21_600, 0.006),
            "now-alarm": (300, 0.006),
        }
        for given in windows.values():
            assert (given["metricName"], given["statistic"]) == (metric, "Average")
            assert not given.get("alarmActions")
            assert not given.get("okActions")
        alarm = cloud.one(cloudwatch.CompositeAlarm, f"{api}-error-budget-alarm").inputs
        assert (alarm["alarmActions"], alarm["okActions"]) == ([TOPIC], [TOPIC])
        assert alarm["alarmDescription"].endswith(" Runbook: docs/runbooks/error-budget.md")


def test_without_an_objective_there_is_none():
    cloud = program(Defaults())
    assert cloud.all(cloudwatch.CompositeAlarm) == []
    assert not [a for a in cloud.all(cloudwatch.MetricAlarm) if "budget" in a.name]


def test_the_alarms_of_a_service_are_collected_by_name(cloud):
    assert len(COLLECTED.budgets) == 2
    # Of each API latency, 5xx and three windows; the function has defaults of its own.
    assert len(COLLECTED.names) == 10


@pytest.mark.parametrize("percent", [94.9, 100, 0])
def test_an_objective_has_limits(percent):
    with pytest.raises(ValueError, match="availability_percent must be at least 95, less than 100"):
        Defaults(availability_percent=percent)


def test_a_rule_is_over_at_most_a_hundred_alarms():
    assert any_of(["b", "a"]) == 'ALARM("a") OR ALARM("b")'
    with pytest.raises(ValueError, match="got 101 alarms"):
        any_of(str(number) for number in range(101))


# A sliding window, which is the default: each evaluation looks at the last period.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
def share(failing, minute, seconds):
    """The share of failures in the window that ends with a minute; one request a second."""
    first = max(0, minute - seconds // MINUTE + 1)
    return sum(failing[first : minute + 1]) / (seconds // MINUTE)


def minutes_in_alarm(cloud, failing):
    """The minutes at whose end the composite alarm is in ALARM, by the shares of failures."""
    composite = cloud.one(cloudwatch.CompositeAlarm, "sell-http-error-budget-alarm").inputs
    windows = {
        alarm.outputs["name"]: alarm.inputs
        for alarm in cloud.all(cloudwatch.MetricAlarm)
        if alarm.name.startswith("sell-http-error-budget-")
    }
    rule = re.sub(r'ALARM\("([^"]+)"\)', r'is_in("\1")', composite["alarmRule"])
    rule = rule.replace("AND", "and").replace("OR", "or")
    found = []
    for minute in range(len(failing)):

        def is_in(name, minute=minute):
            given = windows[name]
            return share(failing, minute, int(given["period"])) > given["threshold"]

        if eval(rule, {"__builtins__": {}, "is_in": is_in}):  # the rule of this repository only
            found.append(minute)
    return found


HOURS = 60


@pytest.mark.parametrize(
    ("situation", "failing", "first"),
    [
        ("nothing fails", [0] * 12 * HOURS, None),
        ("one in two thousand fails", [0.0005] * 12 * HOURS, None),
        ("all fail", [0] * HOURS + [1] * 30, 60),
        ("one in twenty fails", [0] * HOURS + [0.05] * 2 * HOURS, 77),
        ("one in ninety fails, for hours", [0] * HOURS + [0.011] * 7 * HOURS, 256),
        ("one minute of a tenth", [0] * HOURS + [0.1] + [0] * HOURS, None),
    ],
)
def test_it_goes_to_alarm_when_the_budget_burns_fast_or_for_long(cloud, situation, failing, first):
    found = minutes_in_alarm(cloud, failing)
    assert (found[0] if found else None) == first


def test_it_ends_five_minutes_after_the_failures_do(cloud):
    failing = [0] * HOURS + [1] * 30 + [0] * 2 * HOURS
    found = minutes_in_alarm(cloud, failing)
    assert (found[0], found[-1]) == (60, 93)
