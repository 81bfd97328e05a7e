"""Amazon SNS: dead-letter queues of subscriptions, and encryption of topics."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import sns
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.dead_letter_queues import names_dead_letter_queue

# No consumer could handle a message to a person later that could not be delivered.
TO_PEOPLE = ("email", "email-json", "sms")


@rule(
    "sns-subscription-dead-letter-queue",
    "A subscription has a dead-letter queue",
    about=sns.TopicSubscription,
    severity=Severity.HIGH,
    remedy="Give the subscription a redrive policy that names a dead-letter queue",
    documentation="https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html",
)
def subscription_has_dead_letter_queue(subscription: Resource, graph: Graph) -> Iterator[str]:
    """SNS discards a message that it could not deliver, unless a dead-letter queue keeps it."""
    if subscription.get("protocol") in TO_PEOPLE:
        return
    if not names_dead_letter_queue(subscription, graph):
        yield "no dead-letter queue"


@rule(
    "sns-topic-encrypted",
    "A topic is encrypted",
    about=sns.Topic,
    severity=Severity.HIGH,
    remedy="Set kms_master_key_id to alias/aws/sns, or to a key of your own where AWS services "
    "publish",
    documentation="https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
)
def topic_is_encrypted(topic: Resource) -> Iterator[str]:
    """SNS does not encrypt messages by itself, and keeps those that it cannot deliver for days."""
    if not topic.has("kmsMasterKeyId"):
        yield "its messages are not encrypted"


RULES = (subscription_has_dead_letter_queue, topic_is_encrypted)
