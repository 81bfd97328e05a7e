"""Schedules and their groups on the emulator."""

from __future__ import annotations

import pytest

from local.provider.errors import ProviderError
from tests.local.provider.lambda_world import ROLE, trust
from tests.local.provider.walk import walk

SCHEDULE = "aws:scheduler/schedule:Schedule"
GROUP = "aws:scheduler/scheduleGroup:ScheduleGroup"


@pytest.fixture
def target(shop):
    """A queue that keeps one job from being at work twice, and a place for what never got there."""
    role = shop.make(ROLE, "clock", assumeRolePolicy=trust("scheduler")).state["arn"]
    work = shop.make("aws:sqs/queue:Queue", "work", fifoQueue=True).state["arn"]
    lost = shop.make("aws:sqs/queue:Queue", "lost").state["arn"]
    return {
        "arn": work,
        "roleArn": role,
        "input": '{"job": "report"}',
        "sqsParameters": {"messageGroupId": "report"},
        "retryPolicy": {"maximumEventAgeInSeconds": 3600, "maximumRetryAttempts": 3},
        "deadLetterConfig": {"arn": lost},
    }


@pytest.fixture
def said(target):
    return {
        "scheduleExpression": "cron(0 2 * * ? *)",
        "flexibleTimeWindow": {"mode": "FLEXIBLE", "maximumWindowInMinutes": 15},
        "target": target,
    }


def test_a_schedule(shop, said):
    made = shop.make(SCHEDULE, "s", scheduleExpressionTimezone="Europe/Berlin", **said)
    assert made.id == f"default/{made.inputs['name']}"
    walk(
        made,
        description="for a test",
        flexibleTimeWindow={"mode": "OFF"},
        scheduleExpression="rate(1 hour)",
        state="DISABLED",
        target={**said["target"], "input": "{}"},
    )


def test_a_schedule_forgets_what_the_program_no_longer_says(shop, said):
    made = shop.make(SCHEDULE, "s", description="nightly", startDate="2027-01-01T00:00:00Z", **said)
    made.update(description=None, startDate=None)
    seen = made.provider.cloud.client("scheduler").get_schedule(
        Name=made.inputs["name"], GroupName="default"
    )
    assert (seen["Description"], "StartDate" in seen) == ("", False)


def test_a_schedule_in_a_group_of_its_own(shop, said):
    group = shop.make(GROUP, "jobs")
    made = shop.make(SCHEDULE, "s", groupName=group.inputs["name"], **said)
    assert made.id == f"{group.id}/{made.inputs['name']}"
    assert made.diff(groupName="default").replacements.keys() == {"groupName"}
    walk(made, state="DISABLED")


def test_a_group(shop):
    walk(shop.make(GROUP, "jobs"), tags={"team": "a"})


def test_a_target_that_is_not_supported_is_refused_before_anything_is_made(shop, said):
    said["target"]["ecsParameters"] = {"taskDefinitionArn": "arn:aws:ecs:::task"}
    with pytest.raises(ProviderError, match=r"target\.ecsParameters is not supported here"):
        shop.make(SCHEDULE, "s", **said)
