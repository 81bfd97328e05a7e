from __future__ import annotations

import json
from dataclasses import replace

import pulumi_aws as aws
import pytest

from components.compute.presets import PRESETS
from components.data.table import TableArgs
from components.messaging.fan_out import Branch
from components.streams.stream_worker import StreamWorkerArgs
from components.workflow.definition import Definition
from components.workflow.states import Succeed
from components.workflow.workflow import WorkflowArgs
from contracts.inventory import InventoryReserved
from contracts.orders import OrderPlaced
from microservice.microservice import Microservice
from tests.cloud import Cloud
from tests.microservice.sample import CARD, made

Function, Mapping = aws.lambda_.Function, aws.lambda_.EventSourceMapping
DONE = WorkflowArgs(definition=Definition((Succeed("Done"),)))


def batch(cloud: Cloud) -> tuple[float, float | None]:
    inputs = cloud.one(Mapping).inputs
    return inputs["batchSize"], inputs.get("maximumBatchingWindowInSeconds")


def receives(cloud: Cloud) -> float:
    [policy] = [
        queue.json("redrivePolicy")
        for queue in cloud.all(aws.sqs.Queue)
        if "redrivePolicy" in queue.inputs
    ]
    return policy["maxReceiveCount"]


# Each trigger with a worker by name, or with the arguments of one.
WORKERS = {
    "events": lambda service, worker, **more: service.on.events(worker, [OrderPlaced], **more),
    "queue": lambda service, worker, **more: service.on.queue(worker, **more),
    "schedule": lambda service, worker, **more: service.on.schedule(worker, "backup", **more),
}
STANDARD = sorted(set(WORKERS) - {"schedule"})


@pytest.fixture(params=WORKERS)
def start(request):
    return WORKERS[request.param]


def test_a_worker_by_name_has_the_usual_options(start):
    cloud = made(lambda service: start(service, "advance_order"))
    function = cloud.one(Function, "orders-advance-order-function")
    assert function.inputs["timeout"] == PRESETS["io"].timeout
    assert function.inputs["environment"]["variables"]["RETRY_SECONDS"] == "10"
    assert receives(cloud) == 5
    assert cloud.one(Mapping).inputs["scalingConfig"] == {"maximumConcurrency": 10}


def test_preset_timeout_and_grants_are_those_of_the_function(start):
    def define(service: Microservice) -> None:
        uses = [service.publish()]
        start(service, "advance_order", preset="compute", timeout=45, uses=uses)

    function = made(define).one(Function)
    assert function.inputs["memorySize"] == PRESETS["compute"].memory
    assert function.inputs["timeout"] == 45
    assert "EVENT_BUS" in function.inputs["environment"]["variables"]


def test_tries_and_concurrency_can_be_given(start):
    def define(service: Microservice) -> None:
        usual = service.functions.worker("advance_order")
        function = replace(usual.function, reserved_concurrency=4)
        start(service, replace(usual, max_receives=3, maximum_concurrency=2, function=function))

    cloud = made(define)
    assert receives(cloud) == 3
    assert cloud.one(Mapping).inputs["scalingConfig"] == {"maximumConcurrency": 2}
    assert cloud.one(Function).inputs["reservedConcurrentExecutions"] == 4


@pytest.mark.parametrize("trigger", STANDARD)
def test_batch_window_and_filters_can_be_given(trigger):
    def define(service: Microservice) -> None:
        usual = service.functions.worker("advance_order")
        filters = ({"detail": {"data": {"mode": ["saga"]}}},)
        changes = {"batch_size": 50, "batching_window_seconds": 5, "filters": filters}
        WORKERS[trigger](service, replace(usual, **changes))

    cloud = made(define)
    assert batch(cloud) == (50, 5)
    [found] = cloud.one(Mapping).inputs["filterCriteria"]["filters"]
    assert json.loads(found["pattern"]) == {"body": {"detail": {"data": {"mode": ["saga"]}}}}


def test_a_queue_can_be_fifo():
    cloud = made(
        lambda service: service.on.queue(
            replace(service.functions.worker("advance_order"), fifo=True)
        )
    )
    assert {queue.inputs["fifoQueue"] for queue in cloud.all(aws.sqs.Queue)} == {True}
    assert batch(cloud) == (1, None)


def test_a_function_sends_to_a_queue_of_its_service():
    def define(service: Microservice) -> None:
        queue = service.on.queue("advance_order").queue
        service.function("place_order", uses=[queue.send("WORK_QUEUE")])

    cloud = made(define)
    variables = cloud.one(Function, "orders-place-order-function").inputs["environment"][
        "variables"
    ]
    assert variables["WORK_QUEUE"].endswith("/orders-advance-order-queue")


def test_events_can_be_selected_by_their_data():
    cloud = made(
        lambda service: service.on.events("advance_order", [OrderPlaced], where={"mode": ("saga",)})
    )
    pattern = cloud.one(aws.cloudwatch.EventRule).json("eventPattern")
    assert pattern["detail"] == {"data": {"mode": ["saga"]}}
    assert pattern["detail-type"] == ["OrderPlaced"]


def test_an_event_that_the_card_does_not_subscribe_to_is_refused():
    with pytest.raises(ValueError, match="orders subscribes to InventoryReserved, which its card"):
        made(lambda service: service.on.events("advance_order", [InventoryReserved]))


def test_a_run_may_start_later():
    def define(service: Microservice) -> None:
        service.on.schedule("back_up", "backup", flexible_minutes=15)
        service.on.schedule_starts(
            "report", "report", service.workflow("report", DONE), flexible_minutes=30
        )

    windows = {
        r.name: r.inputs["flexibleTimeWindow"] for r in made(define).all(aws.scheduler.Schedule)
    }
    assert windows == {
        "orders-back-up-schedule": {"mode": "FLEXIBLE", "maximumWindowInMinutes": 15},
        "orders-report-schedule": {"mode": "FLEXIBLE", "maximumWindowInMinutes": 30},
    }


def test_every_option_of_a_stream_worker_can_be_given():
    def define(service: Microservice) -> None:
        table = service.table("rows", TableArgs(key="id", stream=True))
        service.on.stream(
            StreamWorkerArgs(
                table=table,
                function=service.functions.stream("publish_changes"),
                batch_size=7,
                starting_position="LATEST",
                filters=({"eventName": ["INSERT"]},),
            )
        )

    cloud = made(define)
    source = cloud.one(Mapping, "orders-publish-changes-source").inputs
    assert (source["batchSize"], source["startingPosition"]) == (7, "LATEST")
    assert source["filterCriteria"] == {"filters": [{"pattern": '{"eventName": ["INSERT"]}'}]}
    assert (
        "orders-publish-changes-function"
        in cloud.one(aws.cloudwatch.Dashboard).inputs["dashboardBody"]
    )


def test_the_outbox_is_tried_a_hundred_times_and_needs_a_card_that_has_one():
    def define(service: Microservice) -> None:
        table = service.table("rows", TableArgs(key="id", stream=True))
        service.on.changes("publish_changes", table)

    assert made(define).one(Mapping).inputs["maximumRetryAttempts"] == 10
    with pytest.raises(ValueError, match="orders publishes changes, but its card has no outbox"):
        made(define, replace(CARD, outbox=()))


def test_a_branch_can_have_a_filter_policy_no_queue_and_its_own_worker():
    def define(service: Microservice) -> None:
        workers = service.functions.worker
        service.on.messages(
            "news",
            {
                "advance_order": [service.publish()],
                "resume_saga": Branch(
                    worker=replace(workers("resume_saga"), batch_size=2),
                    filter_policy={"kind": ["Cancelled"]},
                ),
                "cancel_order": Branch(function=service.functions.stream("cancel_order")),
            },
        )

    cloud = made(define)
    subscriptions = {r.name: r.inputs for r in cloud.all(aws.sns.TopicSubscription)}
    assert {name: each["protocol"] for name, each in subscriptions.items()} == {
        "orders-news-advance-order-subscription": "sqs",
        "orders-news-resume-saga-subscription": "sqs",
        "orders-news-cancel-order-subscription": "lambda",
    }
    policy = json.loads(subscriptions["orders-news-resume-saga-subscription"]["filterPolicy"])
    assert policy == {"kind": ["Cancelled"]}
    assert cloud.one(Mapping, "orders-news-resume-saga-source").inputs["batchSize"] == 2
    board = cloud.one(aws.cloudwatch.Dashboard).inputs["dashboardBody"]
    for entry in ("advance-order", "resume-saga", "cancel-order"):
        assert f"orders-news-{entry}-function" in board


def test_a_webhook_has_its_header_and_its_rate():
    cloud = made(
        lambda service: service.on.webhook(
            "partner",
            [OrderPlaced],
            "https://partner.example.com",
            key_header="X-Key",
            calls_per_second=3,
        )
    )
    destination = cloud.one(aws.cloudwatch.EventApiDestination).inputs
    assert destination["invocationRateLimitPerSecond"] == 3
    assert "X-Key" in json.dumps(cloud.one(aws.cloudwatch.EventConnection).inputs)
