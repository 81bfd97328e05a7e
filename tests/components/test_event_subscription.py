import pytest
from pulumi_aws import cloudwatch, lambda_, sqs

from components.messaging.event_subscription import EventSubscription, EventSubscriptionArgs
from components.messaging.queue_worker import QueueWorkerArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, defaults, function

PLACED = {"source": ["orders"], "detail-type": ["OrderPlaced"]}


def args(pattern=PLACED, **changes) -> EventSubscriptionArgs:
    worker = QueueWorkerArgs(function=function(defaults=defaults(**changes)))
    return EventSubscriptionArgs(bus_name="platform-dev", pattern=pattern, worker=worker)


def billing(**changes) -> Cloud:
    return deploy(lambda: EventSubscription("billing", args(**changes)).queue.url)


def test_the_rule_matches_the_pattern_on_the_bus_that_was_named():
    rule = billing().one(cloudwatch.EventRule)
    assert rule.json("eventPattern").items() >= PLACED.items()
    assert rule.inputs["eventBusName"] == "platform-dev"


def test_the_rule_feeds_the_queue_and_the_queue_the_function():
    cloud = billing()
    target = cloud.one(cloudwatch.EventTarget).inputs
    assert target["arn"] == arn("sqs", "billing-queue")
    assert target["rule"] == "billing-rule"
    assert target["eventBusName"] == "platform-dev"
    mapping = cloud.one(lambda_.EventSourceMapping).inputs
    assert mapping["eventSourceArn"] == arn("sqs", "billing-queue")


def test_the_rule_does_not_invoke_the_function():
    assert billing().all(lambda_.Permission) == []


def test_an_event_that_cannot_be_delivered_moves_to_the_dead_letter_queue_of_its_queue():
    target = billing(target_retries=7, target_age_seconds=60).one(cloudwatch.EventTarget).inputs
    assert target["deadLetterConfig"] == {"arn": arn("sqs", "billing-dead-letters")}
    assert target["retryPolicy"] == {"maximumRetryAttempts": 7, "maximumEventAgeInSeconds": 60}


@pytest.mark.parametrize("role", ["queue", "dead-letters"])
def test_the_policies_of_both_queues_allow_this_rule_only(role):
    policy = billing().one(sqs.QueuePolicy, f"billing-{role}-policy")
    [allow, deny] = policy.json("policy")["Statement"]
    assert allow["Principal"] == {"Service": "events.amazonaws.com"}
    assert allow["Condition"] == {"ArnEquals": {"aws:SourceArn": arn("cloudwatch", "billing-rule")}}
    assert deny["Effect"] == "Deny"


def test_a_pattern_that_matches_everything_is_refused():
    with pytest.raises(ValueError) as refused:
        args(pattern={})
    assert str(refused.value) == "pattern must name at least one field; an empty one matches all"


def test_the_target_depends_on_both_queue_policies():
    cloud = billing()
    policies = {policy.urn for policy in cloud.all(sqs.QueuePolicy)}
    assert len(policies) == 2
    assert policies <= set(cloud.one(cloudwatch.EventTarget).dependencies)


def test_a_replay_reaches_only_the_subscription_it_is_named_for():
    assert billing().one(cloudwatch.EventRule).json("eventPattern")["replay-name"] == [
        {"exists": False},
        {"prefix": "billing."},
    ]


def test_a_fifo_worker_is_refused():
    worker = QueueWorkerArgs(function=function(), fifo=True)
    with pytest.raises(ValueError) as refused:
        EventSubscriptionArgs(bus_name="platform-dev", pattern=PLACED, worker=worker)
    assert str(refused.value) == "worker must not be fifo: a bus delivers its events in no order"


def test_messages_are_what_the_paths_name():
    made = EventSubscriptionArgs(
        bus_name="platform-dev",
        pattern=PLACED,
        worker=QueueWorkerArgs(function=function()),
        input={"orderId": "$.detail.orderId"},
    )
    cloud = deploy(lambda: EventSubscription("billing", made))
    assert cloud.one(cloudwatch.EventTarget).inputs["inputTransformer"] == {
        "inputPaths": {"orderId": "$.detail.orderId"},
        "inputTemplate": '{"orderId": <orderId>}',
    }
    assert "inputTransformer" not in billing().one(cloudwatch.EventTarget).inputs
    with pytest.raises(ValueError, match=r"input a must be a path as \$.detail.data, got detail"):
        EventSubscriptionArgs(
            bus_name="b", pattern=PLACED, worker=made.worker, input={"a": "detail"}
        )
