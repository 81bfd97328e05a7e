"""Senders: the services that send to queues and topics by a resource policy, without a role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pulumi

from policies.framework.aws import cloudwatch, kms, s3, sns, sqs
from policies.framework.graph import Graph, token
from policies.framework.resource import UNKNOWN, Resource
from policies.relations.policy_documents import (
    Statement,
    known_statements,
    refuse_plain,
    service_may,
    statements,
)
from policies.relations.roles import refers

EVENTS, SNS, S3 = "events.amazonaws.com", "sns.amazonaws.com", "s3.amazonaws.com"
CLOUDWATCH = "cloudwatch.amazonaws.com"

# What a service calls to send, by the type of what it sends to.
SEND = {token(sqs.Queue): "sqs:SendMessage", token(sns.Topic): "sns:Publish"}

# What the service needs of the key with which a queue or a topic is encrypted:
# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
KEY_USE = ("kms:GenerateDataKey", "kms:Decrypt")
# Keys that AWS manages: their policies allow no service, and cannot be changed.
MANAGED_KEYS = ("alias/aws/sqs", "alias/aws/sns")

# The id of the policy that SNS gives a new topic; its statements are those of the owner.
# https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
BY_DEFAULT = "__default_policy_ID"
POLICIES = {
    token(sqs.Queue): (sqs.QueuePolicy, "queueUrl"),
    token(sns.Topic): (sns.TopicPolicy, "arn"),
}


@dataclass(frozen=True, kw_only=True)
class Sending:
    """A service that sends to a queue or a topic on behalf of ``source``, for ``what``."""

    service: str
    source: Resource | None
    target: Resource
    what: str


SENDERS: tuple[type[pulumi.Resource], ...] = (
    cloudwatch.EventTarget,
    sns.TopicSubscription,
    s3.BucketNotification,
)


def sendings(sender: Resource, graph: Graph) -> Iterator[Sending]:
    """What a rule's target, a subscription or a bucket's notification sends to in this stack."""
    if sender.type == token(cloudwatch.EventTarget):
        yield from _of_target(sender, graph)
    elif sender.type == token(sns.TopicSubscription):
        topic = next(iter(graph.of(sender, "topic", sns.Topic)), None)
        failed = graph.of(sender, "redrivePolicy", sqs.Queue)
        fed = graph.of(sender, "endpoint", sqs.Queue) if sender.get("protocol") == "sqs" else ()
        for what, queues in (("its failed messages", failed), ("its messages", fed)):
            for queue in queues:
                yield Sending(service=SNS, source=topic, target=queue, what=what)
    else:
        bucket = next(iter(graph.of(sender, "bucket", s3.Bucket)), None)
        fed = [*graph.of(sender, "queues", sqs.Queue), *graph.of(sender, "topics", sns.Topic)]
        for target in fed:
            yield Sending(service=S3, source=bucket, target=target, what="its events")


def _of_target(sender: Resource, graph: Graph) -> Iterator[Sending]:
    rule = next(iter(graph.of(sender, "rule", cloudwatch.EventRule)), None)
    for queue in graph.of(sender, "deadLetterConfig", sqs.Queue):
        yield Sending(service=EVENTS, source=rule, target=queue, what="its failed events")
    if sender.has("roleArn"):
        return
    for target in [*graph.of(sender, "arn", sqs.Queue), *graph.of(sender, "arn", sns.Topic)]:
        yield Sending(service=EVENTS, source=rule, target=target, what="its events")


def is_allowed(sending: Sending, graph: Graph) -> bool:
    """Whether the policy of a queue or a topic lets the service send. While it is not known, it
    does if it refers to what the service sends for.
    """
    source, action = sending.source, SEND[sending.target.type]
    arn = None if source is None else source.properties.get("arn")
    known_arn = arn if isinstance(arn, str) else None
    for holder, found in policies_of(sending.target, graph):
        if found is None:
            if source is None or refers(holder, "policy", source, graph):
                return True
        elif service_may(found, sending.service, action, known_arn) and (
            known_arn is not None or _may_be_of(holder, sending, graph)
        ):
            return True
    return False


def _may_be_of(holder: Resource, sending: Sending, graph: Graph) -> bool:
    """Whether a policy that refers to sources of the kind refers to this one."""
    source = sending.source
    if source is None:
        return True
    alike = [one for one in graph.of(holder, "policy") if one.type == source.type]
    return not alike or refers(holder, "policy", source, graph)


def allow_plain(target: Resource, graph: Graph, *actions: str) -> Iterator[Resource]:
    """The policies of a queue or a topic that do not refuse the actions in requests without TLS.

    Raises ``Undecided``, as ``get`` does, for a policy whose text is not known yet.
    """
    for holder, found in policies_of(target, graph):
        if found is None:
            holder.get("policy")
        elif not refuse_plain(found, *actions):
            yield holder


def policies_of(
    target: Resource, graph: Graph
) -> Iterator[tuple[Resource, tuple[Statement, ...] | None]]:
    """The resource policies of a queue or a topic: those beside it, or its own.

    After an update its own is what AWS made it with, or the one beside it of an earlier time.
    """
    kind, key = POLICIES[target.type]
    beside = list(graph.users(target, kind, key))
    for each in beside:
        yield each, statements(each.properties.get("policy"))
    own = target.properties.get("policy")
    if own and not beside and BY_DEFAULT not in str(own):
        yield target, statements(own)


def key_faults(target: Resource, service: str, graph: Graph) -> Iterator[str]:
    """Why a service may not use the key with which a queue or a topic is encrypted, if it may not.
    Of a key in another stack nothing is known.
    """
    named = target.properties.get("kmsMasterKeyId")
    if not named:
        return
    if named in MANAGED_KEYS:
        yield f"{target.name} is encrypted with {named}, whose policy does not allow {service}"
    for key in graph.of(target, "kmsMasterKeyId", kms.Key):
        texts = [key.properties.get("policy")]
        texts += [one.properties.get("policy") for one in graph.users(key, kms.KeyPolicy, "keyId")]
        if any(text is UNKNOWN for text in texts):
            continue
        found = [one for text in texts for one in known_statements(text)]
        if not all(service_may(found, service, action, None) for action in KEY_USE):
            yield f"the policy of {key.name} does not allow {service} to use the key"
