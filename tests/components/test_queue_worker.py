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


@pytest.mark.parametrize("size", [0, 11])
def test_a_batch_size_that_aws_would_refuse_is_refused_here(size):
    with pytest.raises(ValueError) as refused:
        args(batch_size=size)
    assert str(refused.value) == f"batch_size must be between 1 and 10, got {size}"


@pytest.mark.parametrize("limit", [0, 1, 1001])
def test_a_concurrency_that_aws_would_refuse_is_refused_here(limit):
    with pytest.raises(ValueError) as refused:
        args(maximum_concurrency=limit)
    assert str(refused.value) == f"maximum_concurrency must be between 2 and 1000, got {limit}"


def test_even_the_slowest_function_fits_a_queue():
    slowest = billing(function=function(timeout=900)).one(sqs.Queue, "billing-queue")
    assert slowest.inputs["visibilityTimeoutSeconds"] == 4500
