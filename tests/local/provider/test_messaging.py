"""Queues, topics, buses and rules on the emulator."""

from __future__ import annotations

import json

import pytest

from tests.local.provider.lambda_world import function
from tests.local.provider.walk import walk


@pytest.fixture
def queue(shop):
    return shop.make("aws:sqs/queue:Queue", "q")


@pytest.fixture
def topic(shop):
    return shop.make("aws:sns/topic:Topic", "t")


@pytest.fixture
def bus(shop):
    return shop.make("aws:cloudwatch/eventBus:EventBus", "b")


def allow(action, arn):
    statement = {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": arn}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_queue(queue, shop):
    main = shop.make(
        "aws:sqs/queue:Queue",
        "main",
        delaySeconds=5,
        sqsManagedSseEnabled=True,
        redrivePolicy=json.dumps({"deadLetterTargetArn": queue.state["arn"], "maxReceiveCount": 3}),
    )
    walk(main, delaySeconds=0, redrivePolicy=None, tags={"team": "a"})


def test_a_fifo_queue(shop):
    walk(shop.make("aws:sqs/queue:Queue", "f", fifoQueue=True, contentBasedDeduplication=True))


def test_an_ordered_queue_with_dead_letters_of_its_own(shop):
    dead = shop.make("aws:sqs/queue:Queue", "dead", fifoQueue=True)
    assert dead.inputs["name"].endswith(".fifo")
    main = shop.make(
        "aws:sqs/queue:Queue",
        "main",
        fifoQueue=True,
        deduplicationScope="messageGroup",
        fifoThroughputLimit="perMessageGroupId",
        redrivePolicy=json.dumps({"deadLetterTargetArn": dead.state["arn"], "maxReceiveCount": 3}),
    )
    sources = {"redrivePermission": "byQueue", "sourceQueueArns": [main.state["arn"]]}
    dead.update(redriveAllowPolicy=json.dumps(sources))
    assert dead.read() == (dead.state, dead.inputs)
    walk(main, contentBasedDeduplication=True, delaySeconds=3)


def test_who_may_leave_dead_letters(shop, queue):
    made = shop.make(
        "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
        "r",
        queueUrl=queue.id,
        redriveAllowPolicy='{"redrivePermission": "denyAll"}',
    )
    walk(made, redriveAllowPolicy='{"redrivePermission": "allowAll"}')


def test_a_queue_policy(shop, queue):
    made = shop.make(
        "aws:sqs/queuePolicy:QueuePolicy",
        "p",
        queueUrl=queue.id,
        policy=allow("sqs:SendMessage", queue.state["arn"]),
    )
    walk(made, policy=allow("sqs:ReceiveMessage", queue.state["arn"]))


def test_a_topic(topic):
    walk(topic, displayName="News", tags={"team": "a"})


def test_a_topic_policy(shop, topic):
    arn = topic.state["arn"]
    made = shop.make(
        "aws:sns/topicPolicy:TopicPolicy", "p", arn=arn, policy=allow("sns:Publish", arn)
    )
    made.update(policy=allow("sns:Subscribe", arn))
    assert made.read() == (made.state, made.inputs)
    topic.delete()
    assert made.read() is None
    made.delete()


def test_a_subscription(shop, topic, queue):
    made = shop.make(
        "aws:sns/topicSubscription:TopicSubscription",
        "s",
        topic=topic.id,
        protocol="sqs",
        endpoint=queue.state["arn"],
        rawMessageDelivery=True,
    )
    walk(made, rawMessageDelivery=False, filterPolicy='{"kind": ["order"]}')


def test_a_subscription_of_a_function_by_what_the_message_holds(shop, topic, queue):
    hearer = function(shop, "hearer", "def handle(event, context): print(event)\n")
    made = shop.make(
        "aws:sns/topicSubscription:TopicSubscription",
        "s",
        topic=topic.id,
        protocol="lambda",
        endpoint=hearer.state["arn"],
        filterPolicy='{"data": {"units": [{"numeric": [">", 9]}]}}',
        filterPolicyScope="MessageBody",
        redrivePolicy=json.dumps({"deadLetterTargetArn": queue.state["arn"]}),
    )
    walk(made, filterPolicy='{"kind": ["order"]}', filterPolicyScope="MessageAttributes")


def test_a_bus(bus):
    walk(bus, description="for a test", tags={"team": "a"})


def test_an_archive(shop, bus):
    made = shop.make(
        "aws:cloudwatch/eventArchive:EventArchive", "a", eventSourceArn=bus.state["arn"]
    )
    walk(made, retentionDays=3, eventPattern='{"source": ["a"]}')


def test_a_rule(shop, bus):
    made = shop.make(
        "aws:cloudwatch/eventRule:EventRule",
        "r",
        eventBusName=bus.id,
        eventPattern='{"source": ["a"]}',
    )
    walk(made, eventPattern='{"source": ["b"]}', state="DISABLED", tags={"team": "a"})


def test_a_target(shop, bus, queue):
    rule = shop.make(
        "aws:cloudwatch/eventRule:EventRule",
        "r",
        eventBusName=bus.id,
        scheduleExpression="rate(1 hour)",
    )
    made = shop.make(
        "aws:cloudwatch/eventTarget:EventTarget",
        "t",
        rule=rule.inputs["name"],
        eventBusName=bus.id,
        arn=queue.state["arn"],
    )
    walk(made, input='{"a": 1}', retryPolicy={"maximumRetryAttempts": 2})


def test_a_rule_whose_targets_were_added_by_hand_goes_when_it_may(shop, bus, queue):
    rule = shop.make(
        "aws:cloudwatch/eventRule:EventRule",
        "r",
        eventBusName=bus.id,
        scheduleExpression="rate(1 hour)",
        forceDestroy=True,
    )
    shop.provider.cloud.client("events").put_targets(
        Rule=rule.inputs["name"],
        EventBusName=bus.id,
        Targets=[{"Id": "by-hand", "Arn": queue.state["arn"]}],
    )
    rule.delete()
    assert rule.read() is None
