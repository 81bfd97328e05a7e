import json

import pytest
from pulumi_aws import cloudwatch, iam, lambda_, scheduler, sqs

from components.messaging.queue_worker import QueueWorkerArgs
from components.schedule.schedule import Schedule, ScheduleArgs
from tests.cloud import Cloud, deploy
from tests.components.event_rules import fulfilment
from tests.components.sample import TAGS, arn, defaults, function

NIGHTLY = "cron(0 2 * * ? *)"
MACHINE = arn("states", "stateMachine:theirs")
FUNCTION = arn("lambda", "function:theirs")
TIME = "<aws.scheduler.scheduled-time>"


def args(**changes) -> ScheduleArgs:
    worker = QueueWorkerArgs(function=function(timeout=60))
    given = {"expression": NIGHTLY, "defaults": defaults(), "worker": worker}
    return ScheduleArgs(**{**given, **changes})


def nightly(**changes) -> Cloud:
    return deploy(lambda: Schedule("backup", args(**changes)).dead_letter_queue.name)


def of_a_workflow() -> Cloud:
    def program():
        return Schedule("report", args(worker=None, workflow=fulfilment())).dead_letter_queue.name

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


def test_its_time_zone_is_utc_by_default():
    assert schedule()["scheduleExpression"] == NIGHTLY
    assert schedule()["scheduleExpressionTimezone"] == "UTC"
    assert schedule(timezone="Europe/London")["scheduleExpressionTimezone"] == "Europe/London"


def test_its_time_window_is_off_by_default():
    assert schedule()["flexibleTimeWindow"] == {"mode": "OFF"}
    assert schedule(flexible_minutes=15)["flexibleTimeWindow"] == {
        "mode": "FLEXIBLE",
        "maximumWindowInMinutes": 15,
    }


def test_it_can_be_disabled():
    assert schedule()["state"] == "ENABLED"
    assert schedule(enabled=False)["state"] == "DISABLED"


def test_the_message_names_the_job_and_its_time_and_has_one_message_group():
    target = schedule()["target"]
    assert target["arn"] == arn("sqs", "backup-queue")
    assert json.loads(target["input"]) == {"job": "backup", "scheduledAt": TIME}
    assert target["sqsParameters"] == {"messageGroupId": "backup"}


def test_two_runs_never_overlap():
    cloud = nightly()
    assert cloud.one(sqs.Queue, "backup-queue").inputs["fifoQueue"] is True
    mapping = cloud.one(lambda_.EventSourceMapping).inputs
    assert mapping["eventSourceArn"] == arn("sqs", "backup-queue")
    assert mapping["batchSize"] == 1


def test_a_failed_run_is_retried_and_moves_to_the_dead_letter_queue():
    worker = QueueWorkerArgs(function=function(timeout=60), max_receives=5)
    cloud = nightly(worker=worker)
    assert cloud.one(sqs.Queue, "backup-queue").json("redrivePolicy") == {
        "deadLetterTargetArn": arn("sqs", "backup-dead-letters"),
        "maxReceiveCount": 5,
    }
    assert cloud.one(cloudwatch.MetricAlarm, "backup-dead-letters-alarm")


def test_a_run_that_never_reached_its_target_moves_to_a_standard_dead_letter_queue():
    stage = defaults(target_retries=7, target_age_seconds=60)
    worker = QueueWorkerArgs(function=function(defaults=stage))
    cloud = nightly(worker=worker, defaults=stage)
    target = cloud.one(scheduler.Schedule).inputs["target"]
    undelivered = "backup-undelivered-dead-letters"
    assert target["deadLetterConfig"] == {"arn": arn("sqs", undelivered)}
    assert target["retryPolicy"] == {"maximumRetryAttempts": 7, "maximumEventAgeInSeconds": 60}
    assert "fifoQueue" not in cloud.one(sqs.Queue, undelivered).inputs
    alarm = cloud.one(cloudwatch.MetricAlarm, f"{undelivered}-alarm").inputs
    assert "send the message's content to the job's queue" in alarm["alarmDescription"]


def test_the_alarms_on_runs_that_cannot_start_are_for_this_schedule_only():
    cloud = nightly()
    assert cloud.one(scheduler.ScheduleGroup).inputs["tags"] == TAGS
    assert cloud.one(scheduler.Schedule).inputs["groupName"] == "backup-group"
    for name in ("backup-target-alarm", "backup-dropped-alarm"):
        alarm = cloud.one(cloudwatch.MetricAlarm, name).inputs
        assert alarm["dimensions"] == {"ScheduleGroup": "backup-group"}


def test_the_role_allows_sending_to_the_queue_and_to_the_dead_letter_queue():
    cloud = nightly()
    assert cloud.one(scheduler.Schedule).inputs["target"]["roleArn"] == arn(
        "iam", "backup-schedule-role"
    )
    assert may(cloud, "backup") == [
        (["sqs:SendMessage"], [arn("sqs", "backup-queue")]),
        (["sqs:SendMessage"], [arn("sqs", "backup-undelivered-dead-letters")]),
    ]


def test_the_role_is_for_this_schedule_group_only():
    [trust] = nightly().one(iam.Role, "backup-schedule-role").json("assumeRolePolicy")["Statement"]
    assert trust == {
        "Effect": "Allow",
        "Principal": {"Service": "scheduler.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"ArnEquals": {"aws:SourceArn": arn("scheduler", "backup-group")}},
    }


def test_it_depends_on_the_permissions_of_its_role():
    cloud = nightly()
    permissions = cloud.one(iam.RolePolicy, "backup-schedule-permissions").urn
    assert permissions in cloud.one(scheduler.Schedule).dependencies


def test_the_input_of_a_workflow_names_the_job_its_time_and_a_correlation_id():
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
    assert "start the workflow with the message's input" in lost.inputs["alarmDescription"]
    assert may(cloud, "report")[0] == (
        ["states:StartExecution"],
        [arn("sfn", "fulfil-machine")],
    )


def test_none_and_several_are_refused():
    needed = "a schedule must have one of worker, workflow, function; got "
    assert refusal(worker=None) == needed + "none"
    assert refusal(workflow=MACHINE) == needed + "worker and workflow"


def test_an_existing_workflow_is_started():
    cloud = nightly(worker=None, workflow=MACHINE)
    assert cloud.one(scheduler.Schedule).inputs["target"]["arn"] == MACHINE
    assert may(cloud, "backup")[0] == (["states:StartExecution"], [MACHINE])


def test_an_existing_function_is_invoked():
    cloud = nightly(worker=None, function=FUNCTION)
    target = cloud.one(scheduler.Schedule).inputs["target"]
    assert target["arn"] == FUNCTION
    assert json.loads(target["input"]) == {
        "job": "backup",
        "scheduledAt": TIME,
        "correlationId": "<aws.scheduler.execution-id>",
    }
    assert may(cloud, "backup")[0] == (["lambda:InvokeFunction"], [FUNCTION])
    lost = cloud.one(cloudwatch.MetricAlarm, "backup-undelivered-dead-letters-alarm").inputs
    assert "invoke the function with the message's input" in lost["alarmDescription"]


def test_an_arn_of_another_kind_is_refused():
    assert refusal(worker=None, function=MACHINE) == (
        f"function must be given by the ARN of one, got {MACHINE}"
    )
    assert refusal(worker=None, workflow=FUNCTION) == (
        f"workflow must be given by the ARN of one, got {FUNCTION}"
    )


def test_defaults_other_than_the_workers_are_refused():
    assert refusal(defaults=defaults(target_retries=7)) == (
        "defaults must be those of the worker's function, got others"
    )


def test_an_expression_that_the_scheduler_refuses_is_refused():
    assert refusal(expression="rate(5 minute)") == (
        "rate must end in minutes, hours, days after 5, got rate(5 minute)"
    )


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_an_unknown_time_zone_is_refused(zone):
    assert refusal(timezone=zone) == f"timezone must be a name as Europe/London, got {zone}"


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_a_time_window_outside_the_limits_is_refused(minutes):
    assert refusal(flexible_minutes=minutes) == (
        f"flexible_minutes must be between 0 and 1440, got {minutes}"
    )
