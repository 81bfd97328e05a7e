"""Tests of the resources of reports: schedules, permissions and subscriptions."""

from __future__ import annotations

import pulumi_aws as aws
import pytest

from tests.cloud import ACCOUNT
from tests.stage import OPTIONAL, RECIPIENT, SENDER, UNUSUAL, deployed

SEND = "ses:SendEmail"


def allowed(cloud, role: str) -> dict[str, list[str]]:
    """What a part of the service may do beside its own log and trace, by action."""
    policy = cloud.one(aws.iam.RolePolicy, f"reports-{role}-permissions").json("policy")
    return {
        action: statement["Resource"]
        for statement in policy["Statement"]
        for action in statement["Action"]
        if statement["Resource"] != "*"
    }


def variables(cloud, role: str) -> dict[str, str]:
    function = cloud.one(aws.lambda_.Function, f"reports-{role}-function")
    return function.inputs["environment"]["variables"]


@pytest.mark.parametrize(
    ("role", "expression"),
    [("aggregate-hour", "rate(1 hour)"), ("daily", "cron(0 1 * * ? *)")],
)
def test_where_a_stage_says_nothing_figures_come_hourly_and_reports_at_one_in_the_night(
    role, expression
):
    schedule = deployed("dev").one(aws.scheduler.Schedule, f"reports-{role}-schedule").inputs
    assert (schedule["scheduleExpression"], schedule["scheduleExpressionTimezone"]) == (
        expression,
        "UTC",
    )


def test_the_daily_report_is_a_state_machine():
    cloud = deployed("dev")
    target = cloud.one(aws.scheduler.Schedule, "reports-daily-schedule").inputs["target"]
    machine = cloud.one(aws.sfn.StateMachine, "reports-daily-machine")
    assert target["arn"].endswith(f":{machine.name}")


@pytest.mark.parametrize(
    ("role", "seconds"), [("find-hours", 10), ("count-hour", 300), ("write-report", 300)]
)
def test_counting_and_writing_have_five_minutes_and_no_step_ends_before_its_function(role, seconds):
    cloud = deployed("dev")
    function = cloud.one(aws.lambda_.Function, f"reports-{role}-function")
    assert function.inputs["timeout"] == seconds
    states = cloud.one(aws.sfn.StateMachine, "reports-daily-machine").json("definition")["States"]
    steps = [*states.values(), *states["CountHours"]["ItemProcessor"]["States"].values()]
    [step] = [step for step in steps if function.name in step.get("Resource", "")]
    assert step["TimeoutSeconds"] > seconds


@pytest.mark.parametrize("role", ["aggregate-hour", "count-hour"])
def test_who_counts_may_read_the_log_of_the_worker_and_no_other(role):
    logs = allowed(deployed("dev"), role)["logs:FilterLogEvents"]
    assert {log.removesuffix(":*").rpartition(":")[2] for log in logs} == {"reports-note-end-logs"}
    assert variables(deployed("dev"), role)["NOTE_END_LOGS"] == "reports-note-end-logs"


@pytest.mark.parametrize(
    ("role", "prefix"), [("aggregate-hour", "dashboard/"), ("write-report", "reports/")]
)
def test_who_publishes_may_write_to_a_part_of_the_bucket_only(role, prefix):
    may = allowed(deployed("dev"), role)
    assert {action for action in may if action.startswith("s3:")} == {"s3:PutObject"}
    [files] = may["s3:PutObject"]
    assert files.endswith(f":reports-files-bucket/{prefix}*")


def test_the_branches_are_notified_of_reports_and_not_of_their_texts():
    notification = deployed("dev").one(aws.s3.BucketNotification, "reports-written-notification")
    [topic] = notification.inputs["topics"]
    assert (topic["filterPrefix"], topic["filterSuffix"]) == ("reports/", ".json")


def test_a_stage_with_a_sender_mails_from_that_address_only():
    cloud = deployed("dev", **OPTIONAL)
    assert cloud.one(aws.sesv2.EmailIdentity).inputs["emailIdentity"] == SENDER
    [identity] = allowed(cloud, "written-mail-report")[SEND]
    assert identity.endswith("reports-sender-identity")
    given = variables(cloud, "written-mail-report")
    assert (given["REPORT_SENDER"], given["REPORT_EMAILS"]) == (
        SENDER,
        f'["{RECIPIENT}"]',
    )


def test_a_stage_that_shares_its_sender_mails_by_the_identity_of_the_other():
    cloud = deployed("dev", **UNUSUAL)
    [identity] = allowed(cloud, "written-mail-report")[SEND]
    assert identity == f"arn:aws-us-gov:ses:us-gov-west-1:{ACCOUNT}:identity/{SENDER}"


def test_a_stage_without_a_sender_sends_no_mail_and_still_publishes_to_its_topic():
    cloud = deployed("dev")
    assert cloud.all(aws.sesv2.EmailIdentity) == []
    assert SEND not in allowed(cloud, "written-mail-report")
    assert "sns:Publish" in allowed(cloud, "written-mail-report")
