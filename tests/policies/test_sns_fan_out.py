"""Rules on subscribers of topics: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import sns

from policies.rules import sns_fan_out
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource

TOPIC = resource(sns.Topic, "news")


def subscription(name, protocol):
    return resource(sns.TopicSubscription, name, refers={"topic": [TOPIC]}, protocol=protocol)


ALLOWED = {
    sns_fan_out.subscriber_reads_a_queue: {
        "two queues": [TOPIC, subscription("a", "sqs"), subscription("b", "sqs")],
        "the only subscriber": [TOPIC, subscription("a", "lambda")],
        "a topic of another stack": [
            resource(sns.TopicSubscription, "a", protocol="lambda"),
        ],
    },
}
REFUSED = {
    sns_fan_out.subscriber_reads_a_queue: {
        "a function beside a queue": [TOPIC, subscription("a", "lambda"), subscription("b", "sqs")],
        "two functions": [TOPIC, subscription("a", "lambda"), subscription("b", "lambda")],
    },
}


@shown(ALLOWED)
def test_nothing_is_reported(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_a_violation_is_reported(rule, stack):
    assert passes(rule, stack) == []
