import json

import pytest
from pulumi_aws import lambda_, sqs

from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, function, grants


def args(**changes) -> QueueWorkerArgs:
    return QueueWorkerArgs(**{"function": function(timeout=20), **changes})


def billing(**changes) -> Cloud:
    return deploy(lambda: QueueWorker("billing", args(**changes)).queue.url)


def source(**changes):
    return billing(**changes).one(lambda_.EventSourceMapping).inputs


def test_the_queue_feeds_the_function():
    assert source()["eventSourceArn"] == arn("sqs", "billing-queue")
    assert source()["functionName"] == arn("lambda", "billing-function")


def test_the_visibility_timeout_is_five_times_the_timeout_of_the_function():
    queue = billing().one(sqs.Queue, "billing-queue").inputs
    assert queue["visibilityTimeoutSeconds"] == 5 * 20


def test_batch_responses_are_partial():
    assert source()["functionResponseTypes"] == ["ReportBatchItemFailures"]


def test_the_batch_size_is_ten_by_default():
    assert source()["batchSize"] == 10
    assert source(batch_size=1)["batchSize"] == 1


def test_the_batch_size_of_a_fifo_queue_is_one_by_default():
    assert source(fifo=True)["batchSize"] == 1
    assert source(fifo=True, batch_size=10)["batchSize"] == 10


def test_the_concurrency_of_the_mapping_may_be_limited():
    assert source(maximum_concurrency=2)["scalingConfig"] == {"maximumConcurrency": 2}
    assert "scalingConfig" not in source()


def test_max_receives_is_passed_to_the_queue():
    redrive = billing(max_receives=4).one(sqs.Queue, "billing-queue").json("redrivePolicy")
    assert redrive["maxReceiveCount"] == 4


def test_the_role_allows_consuming_its_own_queue_only():
    [statement] = grants(billing(), "billing")
    assert statement["Resource"] == [arn("sqs", "billing-queue")]
    assert statement["Action"] == [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:GetQueueAttributes",
    ]


@pytest.mark.parametrize("size", [0, 10_001])
def test_a_batch_size_outside_the_limits_of_lambda_is_refused(size):
    with pytest.raises(ValueError) as refused:
        args(batch_size=size, batching_window_seconds=5)
    assert str(refused.value) == f"batch_size must be between 1 and 10000, got {size}"


def test_a_batch_size_above_ten_needs_a_batching_window():
    with pytest.raises(ValueError) as refused:
        args(batch_size=11)
    assert str(refused.value) == (
        "batch_size must be between 1 and 10 without batching_window_seconds, got 11"
    )
    mapping = source(batch_size=10_000, batching_window_seconds=300)
    assert mapping["batchSize"] == 10_000
    assert mapping["maximumBatchingWindowInSeconds"] == 300


def test_the_batching_window_adds_to_the_visibility_timeout():
    queue = billing(batching_window_seconds=30).one(sqs.Queue, "billing-queue").inputs
    assert queue["visibilityTimeoutSeconds"] == 5 * 20 + 30


def test_there_is_no_batching_window_by_default():
    assert "maximumBatchingWindowInSeconds" not in source()


@pytest.mark.parametrize("seconds", [-1, 301])
def test_a_batching_window_outside_the_limits_of_lambda_is_refused(seconds):
    with pytest.raises(ValueError) as refused:
        args(batching_window_seconds=seconds)
    assert str(refused.value) == (
        f"batching_window_seconds must be between 0 and 300, got {seconds}"
    )


def test_filters_are_patterns_over_the_body():
    chosen = source(filters=({"kind": ["card"]}, {"cents": [{"numeric": [">", 100]}]}))
    assert [json.loads(each["pattern"]) for each in chosen["filterCriteria"]["filters"]] == [
        {"body": {"kind": ["card"]}},
        {"body": {"cents": [{"numeric": [">", 100]}]}},
    ]
    assert "filterCriteria" not in source()


def test_more_than_five_filters_are_refused():
    with pytest.raises(ValueError) as refused:
        args(filters=({"kind": ["card"]},) * 6)
    assert str(refused.value) == "filters must be at most 5 patterns, got 6"


def test_an_empty_filter_is_refused():
    with pytest.raises(ValueError) as refused:
        args(filters=({"kind": ["card"]}, {}))
    assert str(refused.value) == (
        "each of filters must name at least one field; an empty one matches all"
    )


def test_the_queue_of_a_fifo_worker_is_fifo():
    queues = billing(fifo=True).all(sqs.Queue)
    assert [queue.inputs["fifoQueue"] for queue in queues] == [True, True]
    assert [queue.inputs.get("fifoQueue") for queue in billing().all(sqs.Queue)] == [None, None]


def test_a_fifo_worker_has_a_batch_size_of_ten_at_most_and_no_window():
    with pytest.raises(ValueError) as refused:
        args(fifo=True, batch_size=11)
    assert str(refused.value) == "batch_size of a FIFO queue must be between 1 and 10, got 11"
    with pytest.raises(ValueError) as refused:
        args(fifo=True, batching_window_seconds=1)
    assert str(refused.value) == "batching_window_seconds must be 0 for a FIFO queue, got 1"


@pytest.mark.parametrize("limit", [0, 1, 1001])
def test_a_concurrency_outside_the_limits_of_lambda_is_refused(limit):
    with pytest.raises(ValueError) as refused:
        args(maximum_concurrency=limit)
    assert str(refused.value) == f"maximum_concurrency must be between 2 and 1000, got {limit}"


def test_the_longest_function_timeout_fits_the_visibility_timeout():
    slowest = billing(function=function(timeout=900)).one(sqs.Queue, "billing-queue")
    assert slowest.inputs["visibilityTimeoutSeconds"] == 4500
