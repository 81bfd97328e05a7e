import json

import pytest
from pulumi_aws import cloudwatch, lambda_, sqs

from components.data.table import Table, TableArgs
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, defaults, function, grants


def args(stream=True, **changes) -> StreamWorkerArgs:
    table = Table("orders", TableArgs(key="orderId", stream=stream, defaults=defaults()))
    return StreamWorkerArgs(**{"table": table, "function": function(), **changes})


def announcing(**changes) -> Cloud:
    return deploy(lambda: StreamWorker("announce", args(**changes)).function.name)


def source(**changes):
    return announcing(**changes).one(lambda_.EventSourceMapping).inputs


def refusal(**changes) -> str:
    with pytest.raises(ValueError) as refused:
        announcing(**changes)
    return str(refused.value)


def test_the_stream_feeds_the_function():
    assert source()["eventSourceArn"] == arn("dynamodb", "orders-table") + "/stream"
    assert source()["functionName"] == arn("lambda", "announce-function")


def test_nothing_that_came_before_the_mapping_is_lost_unless_said():
    assert source()["startingPosition"] == "TRIM_HORIZON"
    assert source(starting_position="LATEST")["startingPosition"] == "LATEST"


def test_a_hundred_changes_come_at_once_and_none_waits_unless_said():
    assert source()["batchSize"] == 100
    assert "maximumBatchingWindowInSeconds" not in source()
    chosen = source(batch_size=10_000, batching_window_seconds=5)
    assert chosen["batchSize"] == 10_000
    assert chosen["maximumBatchingWindowInSeconds"] == 5


def test_a_bad_record_is_found_by_halving_and_given_up_after_its_tries():
    mapping = source()
    assert mapping["bisectBatchOnFunctionError"] is True
    assert mapping["maximumRetryAttempts"] == 3
    assert source(maximum_retries=100)["maximumRetryAttempts"] == 100


def test_a_function_may_say_where_to_begin_again():
    assert source()["functionResponseTypes"] == ["ReportBatchItemFailures"]


def test_no_record_is_given_up_for_its_age_unless_said():
    assert source()["maximumRecordAgeInSeconds"] == 24 * 60 * 60
    assert source(maximum_record_age_seconds=60)["maximumRecordAgeInSeconds"] == 60


def test_one_batch_of_a_shard_is_read_at_a_time_unless_said():
    assert source()["parallelizationFactor"] == 1
    assert source(parallelization=10)["parallelizationFactor"] == 10


def test_only_records_that_match_one_of_the_filters_reach_the_function():
    chosen = source(filters=({"eventName": ["INSERT"]},))
    [each] = chosen["filterCriteria"]["filters"]
    assert json.loads(each["pattern"]) == {"eventName": ["INSERT"]}
    assert "filterCriteria" not in source()


def test_what_fails_every_try_is_kept_and_rings():
    cloud = announcing()
    assert cloud.one(lambda_.EventSourceMapping).inputs["destinationConfig"] == {
        "onFailure": {"destinationArn": arn("sqs", "announce-dead-letters")}
    }
    assert cloud.one(sqs.Queue).name == "announce-dead-letters"
    alarm = cloud.one(cloudwatch.MetricAlarm, "announce-dead-letters-alarm").inputs
    assert "its place in the stream" in alarm["alarmDescription"]


def test_a_reader_that_falls_behind_rings():
    alarm = announcing().one(cloudwatch.MetricAlarm, "announce-iterator-age-alarm").inputs
    assert alarm["dimensions"] == {"FunctionName": "announce-function"}


def test_the_role_may_follow_this_stream_and_keep_what_fails():
    [follow, find, keep] = grants(announcing(), "announce")
    assert follow["Resource"] == [arn("dynamodb", "orders-table") + "/stream"]
    assert find["Action"] == ["dynamodb:ListStreams"]
    assert keep["Action"] == ["sqs:SendMessage"]
    assert keep["Resource"] == [arn("sqs", "announce-dead-letters")]


def test_a_table_without_a_stream_is_refused():
    assert refusal(stream=False) == (
        "table must be made with stream=True, got a table without a stream"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"batch_size": 10_001}, "batch_size must be between 1 and 10000, got 10001"),
        (
            {"batching_window_seconds": 301},
            "batching_window_seconds must be between 0 and 300, got 301",
        ),
        ({"maximum_retries": 10_001}, "maximum_retries must be between 0 and 10000, got 10001"),
        (
            {"maximum_record_age_seconds": 59},
            "maximum_record_age_seconds must be between 60 and 604800, got 59",
        ),
        ({"parallelization": 11}, "parallelization must be between 1 and 10, got 11"),
        ({"parallelization": 0}, "parallelization must be between 1 and 10, got 0"),
        (
            {"filters": ({},)},
            "each of filters must name at least one field; an empty one matches all",
        ),
    ],
)
def test_what_aws_would_refuse_is_refused_here(changes, said):
    assert refusal(**changes) == said
