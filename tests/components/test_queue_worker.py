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


def test_a_retry_never_overlaps_the_first_try():
    queue = billing().one(sqs.Queue, "billing-queue").inputs
    assert queue["visibilityTimeoutSeconds"] == 5 * 20


def test_a_bad_message_fails_alone():
    assert source()["functionResponseTypes"] == ["ReportBatchItemFailures"]


def test_ten_messages_come_at_once_unless_said():
    assert source()["batchSize"] == 10
    assert source(batch_size=1)["batchSize"] == 1


def test_a_fifo_worker_takes_one_message_at_a_time_unless_said():
    assert source(fifo=True)["batchSize"] == 1
    assert source(fifo=True, batch_size=10)["batchSize"] == 10


def test_a_limit_shields_what_lies_behind():
    assert source(maximum_concurrency=2)["scalingConfig"] == {"maximumConcurrency": 2}
    assert "scalingConfig" not in source()


def test_the_number_of_tries_reaches_the_queue():
    redrive = billing(max_receives=4).one(sqs.Queue, "billing-queue").json("redrivePolicy")
    assert redrive["maxReceiveCount"] == 4


def test_the_role_may_consume_its_own_queue_and_nothing_else():
    [statement] = grants(billing(), "billing")
    assert statement["Resource"] == [arn("sqs", "billing-queue")]
    assert statement["Action"] == [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:GetQueueAttributes",
    ]


@pytest.mark.parametrize("size", [0, 10_001])
def test_a_batch_size_that_aws_would_refuse_is_refused_here(size):
    with pytest.raises(ValueError) as refused:
        args(batch_size=size, batching_window_seconds=5)
    assert str(refused.value) == f"batch_size must be between 1 and 10000, got {size}"


def test_more_than_ten_at_once_take_a_window():
    with pytest.raises(ValueError) as refused:
        args(batch_size=11)
    assert str(refused.value) == (
        "batch_size must be between 1 and 10 without batching_window_seconds, got 11"
    )
    mapping = source(batch_size=10_000, batching_window_seconds=300)
    assert mapping["batchSize"] == 10_000
    assert mapping["maximumBatchingWindowInSeconds"] == 300


def test_a_message_stays_hidden_while_its_batch_fills():
    queue = billing(batching_window_seconds=30).one(sqs.Queue, "billing-queue").inputs
    assert queue["visibilityTimeoutSeconds"] == 5 * 20 + 30


def test_nothing_waits_for_others_unless_said():
    assert "maximumBatchingWindowInSeconds" not in source()


@pytest.mark.parametrize("seconds", [-1, 301])
def test_a_window_that_aws_would_refuse_is_refused_here(seconds):
    with pytest.raises(ValueError) as refused:
        args(batching_window_seconds=seconds)
    assert str(refused.value) == (
        f"batching_window_seconds must be between 0 and 300, got {seconds}"
    )


def test_only_messages_that_match_one_of_the_filters_reach_the_function():
    chosen = source(filters=({"kind": ["card"]}, {"cents": [{"numeric": [">", 100]}]}))
    assert [json.loads(each["pattern"]) for each in chosen["filterCriteria"]["filters"]] == [
        {"body": {"kind": ["card"]}},
        {"body": {"cents": [{"numeric": [">", 100]}]}},
    ]
    assert "filterCriteria" not in source()


def test_more_filters_than_aws_takes_are_refused():
    with pytest.raises(ValueError) as refused:
        args(filters=({"kind": ["card"]},) * 6)
    assert str(refused.value) == "filters must be at most 5 patterns, got 6"


def test_a_filter_that_matches_all_is_refused():
    with pytest.raises(ValueError) as refused:
        args(filters=({"kind": ["card"]}, {}))
    assert str(refused.value) == (
        "each of filters must name at least one field; an empty one matches all"
    )


def test_an_ordered_worker_has_an_ordered_queue():
    queues = billing(fifo=True).all(sqs.Queue)
    assert [queue.inputs["fifoQueue"] for queue in queues] == [True, True]
    assert [queue.inputs.get("fifoQueue") for queue in billing().all(sqs.Queue)] == [None, None]


def test_an_ordered_worker_takes_ten_at_most_and_waits_for_none():
    with pytest.raises(ValueError) as refused:
        args(fifo=True, batch_size=11)
    assert str(refused.value) == "batch_size of a FIFO queue must be between 1 and 10, got 11"
    with pytest.raises(ValueError) as refused:
        args(fifo=True, batching_window_seconds=1)
    assert str(refused.value) == "batching_window_seconds must be 0 for a FIFO queue, got 1"


@pytest.mark.parametrize("limit", [0, 1, 1001])
def test_a_concurrency_that_aws_would_refuse_is_refused_here(limit):
    with pytest.raises(ValueError) as refused:
        args(maximum_concurrency=limit)
    assert str(refused.value) == f"maximum_concurrency must be between 2 and 1000, got {limit}"


def test_even_the_slowest_function_fits_a_queue():
    slowest = billing(function=function(timeout=900)).one(sqs.Queue, "billing-queue")
    assert slowest.inputs["visibilityTimeoutSeconds"] == 4500
