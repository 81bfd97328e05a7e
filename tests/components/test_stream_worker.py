import json

import pytest
from pulumi_aws import cloudwatch, dynamodb, lambda_, sqs

from components.data.table import Table, TableArgs
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, defaults, function, grants


def args(stream=True, **changes) -> StreamWorkerArgs:
    table = Table("orders", TableArgs(key="orderId", stream=stream, defaults=defaults()))
    return StreamWorkerArgs(**{"table": table, "function": function(), **changes})


def working(**changes) -> Cloud:
    return deploy(lambda: StreamWorker("publish", args(**changes)).function.name)


def source(**changes):
    return working(**changes).one(lambda_.EventSourceMapping).inputs


def error(**changes) -> str:
    with pytest.raises(ValueError) as refused:
        working(**changes)
    return str(refused.value)


def test_the_stream_feeds_the_function():
    assert source()["eventSourceArn"] == arn("dynamodb", "orders-table") + "/stream"
    assert source()["functionName"] == arn("lambda", "publish-function")


def test_reading_begins_with_all_that_the_stream_has_by_default():
    assert source()["startingPosition"] == "TRIM_HORIZON"
    assert source(starting_position="LATEST")["startingPosition"] == "LATEST"


def test_a_batch_has_a_hundred_records_and_no_window_by_default():
    assert source()["batchSize"] == 100
    assert "maximumBatchingWindowInSeconds" not in source()
    chosen = source(batch_size=10_000, batching_window_seconds=5)
    assert chosen["batchSize"] == 10_000
    assert chosen["maximumBatchingWindowInSeconds"] == 5


def test_a_batch_that_fails_is_halved_and_retried():
    mapping = source()
    assert mapping["bisectBatchOnFunctionError"] is True
    assert mapping["maximumRetryAttempts"] == 3
    assert source(maximum_retries=100)["maximumRetryAttempts"] == 100


def test_the_function_may_report_the_first_record_that_failed():
    assert source()["functionResponseTypes"] == ["ReportBatchItemFailures"]


def test_records_are_retried_for_as_long_as_the_stream_keeps_them_by_default():
    assert source()["maximumRecordAgeInSeconds"] == 24 * 60 * 60
    assert source(maximum_record_age_seconds=60)["maximumRecordAgeInSeconds"] == 60


def test_one_batch_of_a_shard_is_processed_at_a_time_by_default():
    assert source()["parallelizationFactor"] == 1
    assert source(parallelization=10)["parallelizationFactor"] == 10


def test_only_records_that_match_one_of_the_filters_reach_the_function():
    chosen = source(filters=({"eventName": ["INSERT"]},))
    [each] = chosen["filterCriteria"]["filters"]
    assert json.loads(each["pattern"]) == {"eventName": ["INSERT"]}
    assert "filterCriteria" not in source()


def test_a_record_that_fails_every_retry_goes_to_the_dead_letter_queue():
    cloud = working()
    assert cloud.one(lambda_.EventSourceMapping).inputs["destinationConfig"] == {
        "onFailure": {"destinationArn": arn("sqs", "publish-dead-letters")}
    }
    assert cloud.one(sqs.Queue).name == "publish-dead-letters"
    alarm = cloud.one(cloudwatch.MetricAlarm, "publish-dead-letters-alarm").inputs
    assert "a position in the stream" in alarm["alarmDescription"]


def test_an_alarm_is_on_the_iterator_age():
    alarm = working().one(cloudwatch.MetricAlarm, "publish-iterator-age-alarm").inputs
    assert alarm["dimensions"] == {"FunctionName": "publish-function"}


def test_an_alarm_is_on_a_mapping_that_does_not_poll():
    cloud = working()
    [mapping] = cloud.all(lambda_.EventSourceMapping)
    assert mapping.inputs["metricsConfig"] == {"metrics": ["EventCount"]}
    alarm = cloud.one(cloudwatch.MetricAlarm, "publish-unread-alarm").inputs
    assert set(alarm["dimensions"]) == {"EventSourceMappingUUID"}
    assert (alarm["metricName"], alarm["treatMissingData"]) == ("PolledEventCount", "breaching")


def test_the_function_finds_the_dead_letter_queue_for_what_it_gives_up_itself():
    cloud = working()
    variables = cloud.one(lambda_.Function).inputs["environment"]["variables"]
    assert variables["FAILED_RECORDS_QUEUE"].endswith(f"/{cloud.one(sqs.Queue).name}")


def test_the_role_allows_the_stream_and_the_dead_letter_queue_alone():
    [consume, find, send] = grants(working(), "publish")
    assert consume["Resource"] == [arn("dynamodb", "orders-table") + "/stream"]
    assert find["Action"] == ["dynamodb:ListStreams"]
    assert send["Action"] == ["sqs:SendMessage"]
    assert send["Resource"] == [arn("sqs", "publish-dead-letters")]


def test_a_table_without_a_stream_is_refused():
    assert error(stream=False) == (
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
def test_a_value_that_lambda_would_refuse_is_refused(changes, said):
    assert error(**changes) == said


STREAM = arn("dynamodb", "table/theirs/stream/2026")
EXISTING = {
    "a table": (lambda: dynamodb.Table("theirs", hash_key="id"), "theirs/stream"),
    "an arn": (lambda: STREAM, "table/theirs/stream/2026"),
}


@pytest.mark.parametrize(("make", "end"), EXISTING.values(), ids=EXISTING)
def test_the_table_may_be_an_existing_one(make, end):
    def program():
        StreamWorker("publish", StreamWorkerArgs(table=make(), function=function()))

    cloud = deploy(program)
    assert cloud.one(lambda_.EventSourceMapping).inputs["eventSourceArn"] == arn("dynamodb", end)
    assert grants(cloud, "publish")[0]["Resource"] == [arn("dynamodb", end)]


def test_the_arn_of_a_table_is_refused():
    with pytest.raises(ValueError, match=r"^stream must be given by the ARN of one, got "):
        StreamWorkerArgs(table=arn("dynamodb", "table/theirs"), function=function())


def test_the_underlying_resources_are_attributes():
    def program():
        made = StreamWorker("publish", args())
        assert isinstance(made.event_source_mapping, lambda_.EventSourceMapping)
        return made.iterator_age_alarm.name

    assert deploy(program).result == "publish-iterator-age-alarm"
