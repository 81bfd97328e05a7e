"""Stream workers of Kinesis."""

from __future__ import annotations

import json

import pytest
from pulumi_aws import kinesis, lambda_

from components.streams.stream import Stream, StreamArgs
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, defaults, function, grants

CLICKS = arn("kinesis", "stream/clicks")
CHANGES = arn("dynamodb", "table/orders/stream/2026")


def reading(*names, **changes) -> Cloud:
    def program():
        clicks = Stream("clicks", StreamArgs(defaults=defaults()))
        for name in names or ("count",):
            args = StreamWorkerArgs(stream=clicks, function=function(), **changes)
            StreamWorker(name, args)

    return deploy(program)


def mapping(**changes):
    return reading(**changes).one(lambda_.EventSourceMapping).inputs


def error(**changes) -> str:
    with pytest.raises(ValueError) as refused:
        StreamWorkerArgs(**{"stream": CLICKS, "function": function(), **changes})
    return str(refused.value)


def test_a_worker_reads_a_stream_in_order_and_keeps_what_fails():
    given = mapping()
    assert given["eventSourceArn"].endswith("clicks-stream")
    assert given["bisectBatchOnFunctionError"] is True
    assert given["functionResponseTypes"] == ["ReportBatchItemFailures"]
    assert given["destinationConfig"]["onFailure"]["destinationArn"] == arn(
        "sqs", "count-dead-letters"
    )


def test_workers_of_one_stream_read_each_for_itself():
    cloud = reading("count", "warn")
    sources = {each.inputs["eventSourceArn"] for each in cloud.all(lambda_.EventSourceMapping)}
    assert len(cloud.all(lambda_.EventSourceMapping)) == 2
    assert len(sources) == 1


def test_a_worker_may_have_a_throughput_of_its_own():
    cloud = reading(dedicated=True)
    consumer = cloud.one(kinesis.StreamConsumer)
    assert consumer.name == "count-consumer"
    source = cloud.one(lambda_.EventSourceMapping).inputs["eventSourceArn"]
    assert "consumer" in source
    [subscribe] = [
        each for each in grants(cloud, "count") if "kinesis:SubscribeToShard" in each["Action"]
    ]
    assert subscribe["Resource"] == [source]


def test_the_role_reads_the_stream_alone():
    read = grants(reading(), "count")[0]
    assert "kinesis:GetRecords" in read["Action"]
    assert len(read["Resource"]) == 1


def test_a_filter_is_nested_where_records_of_kinesis_are():
    given = mapping(filters=({"data": {"eventName": ["CRITICAL_EVENT"]}},))
    [only] = given["filterCriteria"]["filters"]
    assert json.loads(only["pattern"]) == {"data": {"eventName": ["CRITICAL_EVENT"]}}


def test_windows_and_parallel_batches():
    assert mapping(tumbling_window_seconds=60)["tumblingWindowInSeconds"] == 60
    assert "tumblingWindowInSeconds" not in mapping()
    assert mapping(parallelization=10)["parallelizationFactor"] == 10


def test_batches_that_lambda_gives_up_may_be_kept_whole_in_a_bucket():
    cloud = reading(failed_batches=arn("s3", "failed"))
    given = cloud.one(lambda_.EventSourceMapping).inputs
    assert given["destinationConfig"]["onFailure"]["destinationArn"] == arn("s3", "failed")
    actions = {action for each in grants(cloud, "count") for action in each["Action"]}
    assert {"s3:PutObject", "s3:ListBucket"} <= actions


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"table": CHANGES},
            "a stream worker must have one of table, stream; got table and stream",
        ),
        ({"stream": None}, "a stream worker must have one of table, stream; got none"),
        (
            {"stream": None, "table": CHANGES, "dedicated": True},
            "dedicated is for Kinesis; the stream of a table has no consumers",
        ),
        (
            {"filters": ({"eventName": ["a"], "kind": ["order"]},)},
            "a filter must begin at a key of the record, got kind; what was written is in data",
        ),
        (
            {"stream": None, "table": CHANGES, "filters": ({"data": {"kind": ["order"]}},)},
            "a filter must begin at a key of the record, got data; "
            "what was written is in dynamodb.NewImage",
        ),
        (
            {"tumbling_window_seconds": 901},
            "tumbling_window_seconds must be between 0 and 900 seconds, got 901",
        ),
        (
            {"tumbling_window_seconds": 60, "parallelization": 2},
            "parallelization must be 1 with a tumbling window, got 2",
        ),
        ({"batch_size": 10_001}, "batch_size must be between 1 and 10000, got 10001"),
        (
            {"stream": arn("sqs", "clicks")},
            f"Kinesis stream must be given by the ARN of one, got {arn('sqs', 'clicks')}",
        ),
    ],
)
def test_what_lambda_does_not_take_is_refused(changes, said):
    assert error(**changes) == said
