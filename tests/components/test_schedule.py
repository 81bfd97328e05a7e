import json

import pytest
from pulumi_aws import cloudwatch, iam, lambda_, scheduler, sqs

from components.messaging.queue_worker import QueueWorkerArgs
from components.schedule.schedule import Schedule, ScheduleArgs
from tests.cloud import Cloud, deploy
from tests.components.event_rules import fulfilment
from tests.components.sample import TAGS, arn, defaults, function

NIGHTLY = "cron(0 2 * * ? *)"
TIME = "<aws.scheduler.scheduled-time>"


def args(**changes) -> ScheduleArgs:
    worker = QueueWorkerArgs(function=function(timeout=60))
    given = {"expression": NIGHTLY, "defaults": defaults(), "worker": worker}
    return ScheduleArgs(**{**given, **changes})


def nightly(**changes) -> Cloud:
    return deploy(lambda: Schedule("backup", args(**changes)).undelivered.name)


def of_a_workflow() -> Cloud:
    def program():
        return Schedule("report", args(worker=None, workflow=fulfilment())).undelivered.name

    return deploy(program)


def schedule(**changes):
    return nightly(**changes).one(scheduler.Schedule).inputs


def may(cloud: Cloud, name: str):
    policy = cloud.one(iam.RolePolicy, f"{name}-schedule-permissions")
    return [(s["Action"], s["Resource"]) for s in policy.json("policy")["Statement"]]


def refusal(**changes) -> str:
    with pytest.raises(ValueError) as refused:
        args(**changes)
    return str(refused.value)


def test_it_says_when_in_utc_unless_said():
    assert schedule()["scheduleExpression"] == NIGHTLY
    assert schedule()["scheduleExpressionTimezone"] == "UTC"
    assert schedule(timezone="Europe/London")["scheduleExpressionTimezone"] == "Europe/London"


def test_it_starts_on_the_minute_unless_it_may_start_later():
    assert schedule()["flexibleTimeWindow"] == {"mode": "OFF"}
    assert schedule(flexible_minutes=15)["flexibleTimeWindow"] == {
        "mode": "FLEXIBLE",
        "maximumWindowInMinutes": 15,
    }


def test_it_can_be_switched_off():
    assert schedule()["state"] == "ENABLED"
    assert schedule(enabled=False)["state"] == "DISABLED"


def test_the_queue_is_told_which_job_and_for_what_time_in_one_group():
    target = schedule()["target"]
    assert target["arn"] == arn("sqs", "backup-queue")
    assert json.loads(target["input"]) == {"job": "backup", "scheduledAt": TIME}
    assert target["sqsParameters"] == {"messageGroupId": "backup"}


def test_two_runs_are_never_at_work_at_once():
    cloud = nightly()
    assert cloud.one(sqs.Queue, "backup-queue").inputs["fifoQueue"] is True
    mapping = cloud.one(lambda_.EventSourceMapping).inputs
    assert mapping["eventSourceArn"] == arn("sqs", "backup-queue")
    assert mapping["batchSize"] == 1


def test_a_failed_run_is_tried_again_kept_and_rings():
    worker = QueueWorkerArgs(function=function(timeout=60), max_receives=5)
    cloud = nightly(worker=worker)
    assert cloud.one(sqs.Queue, "backup-queue").json("redrivePolicy") == {
        "deadLetterTargetArn": arn("sqs", "backup-dead-letters"),
        "maxReceiveCount": 5,
    }
    assert cloud.one(cloudwatch.MetricAlarm, "backup-dead-letters-alarm")


def test_a_run_that_never_reached_its_target_is_kept_in_no_order_and_rings():
    patient = defaults(target_retries=7, target_age_seconds=60)
    worker = QueueWorkerArgs(function=function(defaults=patient))
    cloud = nightly(worker=worker, defaults=patient)
    target = cloud.one(scheduler.Schedule).inputs["target"]
    undelivered = "backup-undelivered-dead-letters"
    assert target["deadLetterConfig"] == {"arn": arn("sqs", undelivered)}
    assert target["retryPolicy"] == {"maximumRetryAttempts": 7, "maximumEventAgeInSeconds": 60}
    assert "fifoQueue" not in cloud.one(sqs.Queue, undelivered).inputs
    alarm = cloud.one(cloudwatch.MetricAlarm, f"{undelivered}-alarm").inputs
    assert "send the job's queue the message" in alarm["alarmDescription"]


def test_runs_that_cannot_start_ring_for_this_schedule_alone():
    cloud = nightly()
    assert cloud.one(scheduler.ScheduleGroup).inputs["tags"] == TAGS
    assert cloud.one(scheduler.Schedule).inputs["groupName"] == "backup-group"
    for name in ("backup-target-alarm", "backup-dropped-alarm"):
        alarm = cloud.one(cloudwatch.MetricAlarm, name).inputs
        assert alarm["dimensions"] == {"ScheduleGroup": "backup-group"}


def test_the_role_may_tell_this_queue_and_keep_what_was_not_delivered():
    cloud = nightly()
    assert cloud.one(scheduler.Schedule).inputs["target"]["roleArn"] == arn(
        "iam", "backup-schedule-role"
    )
    assert may(cloud, "backup") == [
        (["sqs:SendMessage"], [arn("sqs", "backup-queue")]),
        (["sqs:SendMessage"], [arn("sqs", "backup-undelivered-dead-letters")]),
    ]


def test_only_this_schedule_may_take_its_role():
    [trust] = nightly().one(iam.Role, "backup-schedule-role").json("assumeRolePolicy")["Statement"]
    assert trust == {
        "Effect": "Allow",
        "Principal": {"Service": "scheduler.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"ArnEquals": {"aws:SourceArn": arn("scheduler", "backup-group")}},
    }


def test_it_starts_nothing_before_its_role_may():
    cloud = nightly()
    permissions = cloud.one(iam.RolePolicy, "backup-schedule-permissions").urn
    assert permissions in cloud.one(scheduler.Schedule).dependencies


def test_a_workflow_is_started_with_the_job_the_time_and_an_id_to_follow():
    cloud = of_a_workflow()
    target = cloud.one(scheduler.Schedule).inputs["target"]
    assert target["arn"] == arn("sfn", "fulfil-machine")
    assert json.loads(target["input"]) == {
        "job": "report",
        "scheduledAt": TIME,
        "correlationId": "<aws.scheduler.execution-id>",
    }
    assert "sqsParameters" not in target
    assert cloud.all(lambda_.EventSourceMapping) == []
    [lost] = [a for a in cloud.all(cloudwatch.MetricAlarm) if "undelivered" in a.name]
    assert "start the workflow with the input" in lost.inputs["alarmDescription"]
    assert may(cloud, "report")[0] == (
        ["states:StartExecution"],
        [arn("sfn", "fulfil-machine")],
    )


def test_neither_and_both_are_refused():
    said = "a schedule starts either a worker or a workflow, got "
    assert refusal(worker=None) == said + "neither"
    with pytest.raises(ValueError) as refused:
        deploy(lambda: args(workflow=fulfilment()))
    assert str(refused.value) == said + "both"


def test_standards_other_than_the_workers_are_refused():
    assert refusal(defaults=defaults(target_retries=7)) == (
        "defaults must be those of the worker's function, got others"
    )


def test_an_expression_that_the_scheduler_would_refuse_is_refused_here():
    assert refusal(expression="rate(5 minute)") == (
        "rate must end in minutes, hours, days after 5, got rate(5 minute)"
    )


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_time_zone_that_is_none_is_refused(zone):
    assert refusal(timezone=zone) == f"timezone must be a name as Europe/London, got {zone}"


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_a_window_that_the_scheduler_would_refuse_is_refused_here(minutes):
    assert refusal(flexible_minutes=minutes) == (
        f"flexible_minutes must be between 0 and 1440, got {minutes}"
    )
