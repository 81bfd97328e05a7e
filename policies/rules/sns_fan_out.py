"""Amazon SNS, fan-out: each subscriber of several has a queue of its own."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import sns
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule


@rule(
    "sns-subscription-queue",
    "Of several subscribers each reads a queue",
    about=sns.TopicSubscription,
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy="Subscribe a queue (protocol sqs) and let the function read it",
    documentation="https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html",
)
def subscriber_reads_a_queue(subscription: Resource, graph: Graph) -> Iterator[str]:
    """A queue holds what a slow or broken subscriber cannot take, and lets it be retried alone;
    a function that the topic invokes uses up its concurrency when many messages come at once."""
    if subscription.get("protocol") != "lambda":
        return
    for topic in graph.of(subscription, "topic", sns.Topic):
        subscribers = graph.users(topic, sns.TopicSubscription, "topic")
        if len(subscribers) > 1:
            yield f"it invokes a function, one of {len(subscribers)} subscribers of {topic.name}"


RULES = (subscriber_reads_a_queue,)
