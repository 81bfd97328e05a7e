from __future__ import annotations

import pytest
from pulumi_aws import cloudwatch, kinesis

from components.access import Access
from components.kinesis_reference import KinesisRef
from components.streams.capacity import Capacity
from components.streams.stream import Stream, StreamArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, defaults

KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"


def made(**args) -> Cloud:
    return deploy(lambda: Stream("clicks", StreamArgs(**{"defaults": defaults(), **args})).name)


def stream(**args):
    return made(**args).one(kinesis.Stream).inputs


@pytest.mark.parametrize(
    ("peak", "shards"),
    [
        ({"mb_per_second": 3.2}, 4),
        ({"mb_per_second": 3}, 3),
        ({"mb_per_second": 0.1}, 1),
        ({"records_per_second": 2_001}, 3),
        ({"mb_per_second": 1, "records_per_second": 5_000}, 5),
        ({"mb_per_second": 1, "read_mb_per_second": 6}, 3),
    ],
)
def test_the_shards_follow_from_what_is_put_and_read_at_the_peak(peak, shards):
    assert Capacity(**peak).shards == shards
    assert stream(capacity=Capacity(**peak))["shardCount"] == shards


@pytest.mark.parametrize(
    ("peak", "said"),
    [
        ({}, "capacity must have mb_per_second, records_per_second, or both"),
        ({"mb_per_second": -1}, "mb_per_second must be 0 or more, got -1"),
        ({"mb_per_second": 20_001}, "shards must be between 1 and 20000, got 20001"),
    ],
)
def test_a_peak_that_no_stream_takes_is_refused(peak, said):
    with pytest.raises(ValueError, match=said):
        Capacity(**peak)


def test_a_stream_has_two_shards_and_keeps_records_for_a_day_by_default():
    given = stream()
    assert given["streamModeDetails"] == {"streamMode": "PROVISIONED"}
    assert (given["shardCount"], given["retentionPeriod"]) == (2, 24)


def test_a_stream_on_demand_has_no_shards_of_its_own():
    given = stream(capacity="on-demand")
    assert given["streamModeDetails"] == {"streamMode": "ON_DEMAND"}
    assert "shardCount" not in given


def test_records_are_encrypted_with_the_key_of_aws_or_one_of_the_account():
    assert (stream()["encryptionType"], stream()["kmsKeyId"]) == ("KMS", "alias/aws/kinesis")
    assert stream(key=KEY)["kmsKeyId"] == KEY


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            {"retention_hours": 23},
            "retention_hours must be between 24 and 8760 hours, got 23",
        ),
        ({"retention_hours": 8_761}, "got 8761"),
        ({"capacity": "ON_DEMAND"}, "capacity must be a Capacity or on-demand, got ON_DEMAND"),
    ],
)
def test_what_kinesis_does_not_take_is_refused(args, said):
    with pytest.raises(ValueError, match=said):
        StreamArgs(**args)


def test_alarms_are_on_producers_and_consumers_that_are_throttled():
    cloud = made()
    for kind in ("read", "write"):
        alarm = cloud.one(cloudwatch.MetricAlarm, f"clicks-{kind}-throttles-alarm").inputs
        assert alarm["metricName"] == f"{kind.capitalize()}ProvisionedThroughputExceeded"
        assert alarm["dimensions"] == {"StreamName": "clicks-stream"}


@pytest.mark.parametrize("keep", [True, False])
def test_a_stream_that_keeps_data_is_protected(keep):
    cloud = made(defaults=defaults(keep_data=keep))
    assert cloud.one(kinesis.Stream).inputs["enforceConsumerDeletion"] is not keep


def test_producers_may_put_and_consumers_read_and_both_use_its_key():
    reference = KinesisRef.of(arn("kinesis", "stream/clicks"), key=KEY)
    put = reference.put("CLICKS_STREAM")
    assert isinstance(put, Access)
    assert put.actions == ("kinesis:PutRecord", "kinesis:PutRecords")
    assert put.environment == {"CLICKS_STREAM": "clicks"}
    [read] = reference.consume()
    assert (put.key, read.key) == (KEY, KEY)
    assert "kinesis:GetRecords" in read.actions
    [_, subscribe] = reference.consume_by("arn:consumer")
    assert (subscribe.actions, subscribe.resources) == (
        ("kinesis:SubscribeToShard",),
        ("arn:consumer",),
    )


def test_something_else_is_no_stream():
    with pytest.raises(ValueError, match="Kinesis stream must be given by the ARN of one"):
        KinesisRef.of(arn("sqs", "clicks"))
