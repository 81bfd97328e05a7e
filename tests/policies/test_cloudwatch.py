"""CloudWatch rules: what they allow and what they refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pulumi_aws import cloudwatch as aws

from components.defaults import Defaults
from policies import violations
from policies.framework.level import Level
from policies.framework.resource import UNKNOWN
from policies.rules import cloudwatch
from tests.policies.asking import all_violations, engine, passes, shown
from tests.policies.stacks import arn, resource

RULE = cloudwatch.alarm_has_action
TOPIC = arn("sns", "alarms")


def over(*actions, **properties):
    """A composite alarm that another may be over; its name is that of ``alarm``."""
    given = {"alarmRule": "ALARM(x)", "alarmActions": list(actions), **properties}
    return resource(aws.CompositeAlarm, "a", **given)


def alarm(*actions, name="a", **properties):
    return resource(aws.MetricAlarm, name, alarmActions=list(actions), **properties)


def composite(*actions, **properties):
    """What notifies for its children."""
    return resource(
        aws.CompositeAlarm,
        "all",
        refers={"alarmRule": [alarm(), over()]},
        alarmRule=UNKNOWN,
        alarmActions=list(actions),
        **properties,
    )


ALLOWED = {
    RULE: {
        "a composite alarm over it notifies a topic": [over(), composite(TOPIC)],
        "a composite alarm notifies a topic": [alarm(), composite(TOPIC)],
        "it notifies a topic": [alarm(TOPIC)],
        "it notifies a topic that is not there yet": [alarm(UNKNOWN)],
    }
}
REFUSED = {
    RULE: {
        "a composite alarm has no action": [over()],
        "a composite alarm's own are disabled": [over(TOPIC, actionsEnabled=False)],
        "it has no action": [alarm()],
        "a composite alarm has none either": [alarm(), composite()],
        "a composite alarm's actions are disabled": [
            alarm(),
            composite(TOPIC, actionsEnabled=False),
        ],
        "nothing is set": [resource(aws.MetricAlarm, "a")],
        "its actions are disabled": [alarm(TOPIC, actionsEnabled=False)],
        "its actions are not known": [resource(aws.MetricAlarm, "a", alarmActions=UNKNOWN)],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    # Outside of production the rule is advisory, and leaves what is not known for the update.
    assert passes(replace(rule, level=Level.MANDATORY), stack) == []


def test_alarms_without_actions_are_one_report_of_the_stack():
    stack = [alarm(name=f"a{number:02}") for number in reversed(range(50))]
    [report] = engine([RULE], stack)
    assert report.text.startswith("a00, a01, a02 and 47 more: no alarm actions.\n")
    assert report.urn is None
    assert len(violations(stack)) == 50


def test_alarms_with_different_faults_are_two_reports():
    stack = [alarm(name="a"), alarm(TOPIC, name="b", actionsEnabled=False), alarm(name="c")]
    texts = [report.text.partition("\n")[0] for report in engine([RULE], stack)]
    assert texts == ["a, c: no alarm actions.", "b: alarm actions are disabled."]


@pytest.mark.parametrize(
    ("stack", "policy", "level"),
    [
        ("prod", "cloudwatch-alarm-action", "mandatory"),
        ("test", "cloudwatch-alarm-action-outside-prod", "advisory"),
    ],
)
def test_an_alarm_without_an_action_is_refused_in_production_only(stack, policy, level):
    [report] = engine([RULE], [resource(aws.MetricAlarm, "a", stack=stack)])
    assert (report.policy, report.level) == (policy, level)


def test_the_remedy_names_the_field_of_the_stage_defaults():
    [report] = engine([RULE], [alarm()])
    assert "Defaults(alarm_topic=topic.arn)" in report.text
    assert "alarm_topic" in Defaults.__dataclass_fields__
