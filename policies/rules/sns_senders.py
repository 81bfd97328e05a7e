"""Amazon SNS, senders: whether topics take what services publish to them, alarms above all."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import cloudwatch, sns
from policies.framework.graph import Graph, token
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.policy_documents import service_may
from policies.relations.senders import (
    CLOUDWATCH,
    SENDERS,
    allow_plain,
    is_allowed,
    key_faults,
    policies_of,
    sendings,
)

GUIDE = "https://docs.aws.amazon.com/sns/latest/dg"
ALARMS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring"


@rule(
    "sns-topic-sender-allowed",
    "A topic's policy and key allow the service that publishes to it",
    about=SENDERS,
    severity=Severity.CRITICAL,
    remedy="Give the topic one policy that allows sns:Publish to the service principal, on the "
    "condition that aws:SourceArn is the rule or bucket, and a key that the service may use",
    documentation=f"{GUIDE}/sns-access-policy-use-cases.html",
)
def topic_allows_sender(sender: Resource, graph: Graph) -> Iterator[str]:
    """A message that the policy or the key does not allow is discarded, and no subscriber knows."""
    for sending in sendings(sender, graph):
        if sending.target.type != token(sns.Topic):
            continue
        if not is_allowed(sending, graph):
            yield (
                f"{sending.what} go to {sending.target.name}, whose policy does not allow "
                f"{sending.service} to publish for it"
            )
        yield from key_faults(sending.target, sending.service, graph)


@rule(
    "sns-alarm-topic-subscription",
    "A topic that alarms notify has a subscription to all of them",
    about=sns.Topic,
    level=Level.ONLY_IN_PROD,
    severity=Severity.HIGH,
    remedy="Subscribe the address or the function that the people on call read "
    "(aws.sns.TopicSubscription)",
    documentation=f"{GUIDE}/sns-create-subscribe-endpoint-to-topic.html",
)
def alarm_topic_has_subscription(topic: Resource, graph: Graph) -> Iterator[str]:
    """Without a subscription an alarm has an action, and no person reads it."""
    found = graph.users(topic, sns.TopicSubscription, "topic")
    if _notified(topic, graph) and all(each.has("filterPolicy") for each in found):
        some = "each of its subscriptions has a filter" if found else "nothing is subscribed to it"
        yield f"alarms notify it, and {some}"


@rule(
    "sns-alarm-topic-policy",
    "The policy of a topic that alarms notify allows CloudWatch",
    about=sns.Topic,
    waits=True,
    severity=Severity.CRITICAL,
    remedy="Allow sns:Publish to cloudwatch.amazonaws.com in the topic's policy, for alarms of the "
    "account (aws:SourceAccount)",
    documentation=f"{ALARMS}/Notify_Users_Alarm_Changes.html",
)
def alarm_topic_allows_cloudwatch(topic: Resource, graph: Graph) -> Iterator[str]:
    """An alarm whose topic does not take its message goes to ALARM without a word: the failure is
    in the alarm's history only."""
    # The policy that a topic has by itself allows every service of the account.
    found = list(policies_of(topic, graph)) if _notified(topic, graph) else []
    for holder, statements in found:
        if statements is None:
            holder.get("policy")
        elif service_may(statements, CLOUDWATCH, "sns:Publish", None):
            return
    if found:
        yield "alarms notify it, and its policy does not allow cloudwatch.amazonaws.com"


@rule(
    "sns-alarm-topic-key",
    "The key of a topic that alarms notify allows CloudWatch",
    about=sns.Topic,
    severity=Severity.CRITICAL,
    remedy="Encrypt the topic with a key of your own whose policy allows cloudwatch.amazonaws.com "
    "kms:GenerateDataKey* and kms:Decrypt; the key alias/aws/sns allows no service",
    documentation=f"{GUIDE}/sns-key-management.html",
)
def alarm_topic_key_allows_cloudwatch(topic: Resource, graph: Graph) -> Iterator[str]:
    """CloudWatch cannot publish to a topic whose key it may not use, and says so nowhere but in the
    alarm's history."""
    if _notified(topic, graph):
        yield from key_faults(topic, CLOUDWATCH, graph)


def _notified(topic: Resource, graph: Graph) -> bool:
    """Whether an alarm of the stack has the topic as an action."""
    kinds = (cloudwatch.MetricAlarm, cloudwatch.CompositeAlarm)
    return any(graph.users(topic, kind, "alarmActions") for kind in kinds)


@rule(
    "sns-subscription-https",
    "A subscription delivers over HTTPS",
    about=sns.TopicSubscription,
    severity=Severity.HIGH,
    remedy="Set protocol to https, and endpoint to an address that begins with https://",
    documentation=f"{GUIDE}/sns-security-best-practices.html",
)
def subscription_delivers_over_https(subscription: Resource, graph: Graph) -> Iterator[str]:
    """Over plain HTTP everyone on the way reads the messages, and may change them."""
    if subscription.get("protocol", "") == "http":
        yield "it delivers over plain HTTP"


@rule(
    "sns-topic-policy-tls-only",
    "The policy of a topic refuses messages without TLS",
    about=sns.Topic,
    waits=True,
    severity=Severity.HIGH,
    remedy="Deny sns:Publish to everyone in the policy where aws:SecureTransport is false",
    documentation=f"{GUIDE}/sns-security-best-practices.html",
)
def topic_policy_refuses_plain_requests(topic: Resource, graph: Graph) -> Iterator[str]:
    """SNS takes messages over HTTP as well, where every network on the way can read them."""
    for policy in allow_plain(topic, graph, "sns:Publish"):
        yield f"{policy.name} does not refuse messages without TLS"


RULES = (
    subscription_delivers_over_https,
    topic_policy_refuses_plain_requests,
    topic_allows_sender,
    alarm_topic_has_subscription,
    alarm_topic_allows_cloudwatch,
    alarm_topic_key_allows_cloudwatch,
)
