import pytest
from pulumi_aws import cloudwatch, sqs

from components.defaults import Defaults
from components.messaging.queue import Queue
from components.objects.bucket import Bucket
from tests.cloud import deploy
from tests.components.sample import ALARMS


def test_every_field_has_a_default():
    assert Defaults() == Defaults(
        alarm_topic=None,
        log_retention_days=30,
        tags={},
        keep_data=False,
        data_trace=False,
        cors_origins=("*",),
        throttle_rate=50,
        throttle_burst=100,
        latency_p99_ms=1000,
        server_error_percent=1,
        function_error_percent=1,
        alarm_period_seconds=60,
        alarm_periods=5,
        dead_letter_retention_seconds=1_209_600,
        target_retries=3,
        target_age_seconds=3600,
        async_retries=2,
    )


def test_a_component_needs_no_more_than_a_name():
    cloud = deploy(lambda: (Queue("jobs"), Bucket("files")))
    assert cloud.one(sqs.Queue, "jobs-queue").inputs["visibilityTimeoutSeconds"] == 150


def test_an_alarm_has_no_actions_without_a_topic():
    cloud = deploy(lambda: Queue("jobs"))
    [first, *_] = cloud.all(cloudwatch.MetricAlarm)
    assert "alarmActions" not in first.inputs
    assert "okActions" not in first.inputs


@pytest.mark.parametrize(
    ("field", "value", "limits"),
    [
        ("alarm_period_seconds", 90, "one of 60, 120, 180, 300"),
        ("alarm_periods", 0, "between 1 and 60"),
        ("async_retries", 3, "between 0 and 2"),
        ("dead_letter_retention_seconds", 345_599, "between 345600 and 1209600 seconds"),
        ("function_error_percent", 101, "more than 0, at most 100"),
        ("latency_p99_ms", 0, "more than 0"),
        ("server_error_percent", 0, "more than 0, at most 100"),
        ("target_age_seconds", 59, "between 60 and 21600 seconds"),
        ("target_retries", 186, "between 0 and 185"),
        ("throttle_burst", 0, "more than 0"),
        ("throttle_rate", -1, "more than 0"),
    ],
)
def test_a_value_that_aws_would_refuse_is_refused(field, value, limits):
    with pytest.raises(ValueError) as refused:
        Defaults(**{field: value})
    assert str(refused.value) == f"{field} must be {limits}, got {value}"


def test_log_retention_is_one_of_cloudwatchs_values():
    with pytest.raises(ValueError, match=r"^log_retention_days must be one of 1, 3, 5, .*, got 15"):
        Defaults(alarm_topic=ALARMS, log_retention_days=15)
