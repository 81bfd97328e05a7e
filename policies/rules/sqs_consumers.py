"""Amazon SQS, consumers: that a queue is read, and its messages stay hidden for long enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_policy import Severity

from policies.framework.aws import apigateway, iam, lambda_, pipes, s3, scheduler, sns, sqs
from policies.framework.aws import cloudwatch as events
from policies.framework.graph import Graph, document
from policies.framework.level import Level
from policies.framework.resource import UNKNOWN, Resource
from policies.framework.rule import rule
from policies.relations.dead_letter_queues import is_dead_letter_queue, redrive_policies
from policies.relations.functions import functions_behind
from policies.relations.policy_documents import statements
from policies.relations.roles import is_of_service

GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"

# What has messages put into a queue, by the property that names the queue.
FEEDS = (
    (events.EventTarget, "arn"),
    (sns.TopicSubscription, "endpoint"),
    (scheduler.Schedule, "target"),
    (s3.BucketNotification, "queues"),
    (apigateway.Integration, "uri"),
    (iam.RolePolicy, "policy"),
    (lambda_.Function, "environment"),
)

LAMBDA = "lambda.amazonaws.com"

DEFAULT_VISIBILITY_SECONDS, DEFAULT_FUNCTION_SECONDS = 30, 3
# Four days, unless it is set.
DEFAULT_RETENTION_SECONDS = 345_600


@rule(
    "sqs-queue-consumer",
    "A queue that messages are sent to has a consumer",
    about=sqs.Queue,
    level=Level.MANDATORY_IN_PROD,
    severity=Severity.HIGH,
    remedy="Add an event source mapping that reads the queue, or a role that may receive from it",
    documentation="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
)
def queue_has_consumer(queue: Resource, graph: Graph) -> Iterator[str]:
    """Messages that nothing reads are accepted, wait, and are deleted when their retention period
    ends."""
    if is_dead_letter_queue(queue, graph):
        return
    if any(graph.users(queue, kind, key) for kind, key in READS) or _may_be_read(queue, graph):
        return
    if any(graph.users(queue, kind, key) for kind, key in FEEDS):
        yield "messages are sent to it, and nothing reads it"


READS = ((lambda_.EventSourceMapping, "eventSourceArn"), (pipes.Pipe, "source"))


def _may_be_read(queue: Resource, graph: Graph) -> bool:
    """Whether something else than a function may receive from the queue: a service in a container,
    a user, another account. A function that may receive has no use of that without a mapping.
    """
    for holder in graph.users(queue, iam.RolePolicy, "policy"):
        roles = graph.of(holder, "role", iam.Role)
        if not any(is_of_service(role, LAMBDA) for role in roles) and _reads(holder):
            return True
    if any(_reads(holder) for holder in graph.users(queue, iam.Policy, "policy")):
        return True
    beside = graph.users(queue, sqs.QueuePolicy, "queueUrl")
    return any(each.properties.get("policy") is not UNKNOWN and _reads(each) for each in beside)


def _reads(holder: Resource) -> bool:
    """Whether a policy allows to receive messages, or is not known."""
    found = statements(holder.properties.get("policy"))
    return found is None or any(
        one.allows and one.has_action("sqs:ReceiveMessage") for one in found
    )


@rule(
    "sqs-queue-visibility-timeout",
    "A message stays hidden for several timeouts of its consumer",
    about=lambda_.EventSourceMapping,
    severity=Severity.HIGH,
    remedy="Set visibility_timeout_seconds of the queue to six times the timeout of the function, "
    "and the batching window beside",
    documentation=f"{GUIDE}/sqs-visibility-timeout.html",
)
def message_stays_hidden(
    mapping: Resource, graph: Graph, *, minimum_timeouts: float = 5.0
) -> Iterator[str]:
    """A message that is visible again while its function runs is processed twice at once, and a
    batch that is throttled uses up its receives."""
    for queue in graph.of(mapping, "eventSourceArn", sqs.Queue):
        hidden = queue.get("visibilityTimeoutSeconds", DEFAULT_VISIBILITY_SECONDS)
        for function in functions_behind(mapping, "functionName", graph):
            timeout = function.get("timeout", DEFAULT_FUNCTION_SECONDS)
            if hidden < minimum_timeouts * timeout:
                yield (
                    f"messages of {queue.name} are hidden for {hidden:g} s, less than "
                    f"{minimum_timeouts:g} times the {timeout:g} s of {function.name}"
                )


@rule(
    "sqs-dead-letter-queue-retention",
    "A dead-letter queue keeps messages for as long as their queue, and for days",
    about=sqs.Queue,
    severity=Severity.MEDIUM,
    remedy="Set message_retention_seconds of the dead-letter queue to 1,209,600, two weeks",
    documentation=f"{GUIDE}/sqs-dead-letter-queues.html",
)
def dead_letter_queue_keeps_messages(
    queue: Resource, graph: Graph, *, minimum_days: float = 4.0
) -> Iterator[str]:
    """A message keeps the time at which it was first sent: what has waited in its queue for three
    days is deleted from a dead-letter queue of four after one more."""
    if not is_dead_letter_queue(queue, graph):
        return
    kept = queue.get("messageRetentionSeconds", DEFAULT_RETENTION_SECONDS)
    if kept < minimum_days * 86_400:
        yield f"a dead-letter queue that keeps messages for {kept / 86_400:.2g} days"
    for kind in (sqs.Queue, sqs.RedrivePolicy):
        for source in graph.users(queue, kind, "redrivePolicy"):
            [*queues] = [source] if kind is sqs.Queue else graph.of(source, "queueUrl", sqs.Queue)
            for each in queues:
                longest = each.get("messageRetentionSeconds", DEFAULT_RETENTION_SECONDS)
                if longest > kept:
                    yield (
                        f"it keeps messages for {kept / 86_400:.2g} days, {each.name} for "
                        f"{longest / 86_400:.2g}"
                    )


@rule(
    "sqs-dead-letter-queue-source-allowed",
    "A dead-letter queue takes the messages of the queue that names it",
    about=sqs.Queue,
    severity=Severity.HIGH,
    remedy="Name the queue in sourceQueueArns of the dead-letter queue's redrive allow policy, or "
    "set its redrivePermission to allowAll",
    documentation=f"{GUIDE}/sqs-configure-dead-letter-queue.html",
)
def dead_letter_queue_takes_source(queue: Resource, graph: Graph) -> Iterator[str]:
    """SQS refuses such a redrive policy, or keeps returning the message to a queue that cannot
    pass it on."""
    for source in redrive_policies(queue, graph):
        for failed in graph.of(source, "redrivePolicy", sqs.Queue):
            for holder, text in _allow_policies(failed, graph):
                if text is UNKNOWN:
                    # What is unknown is made from the ARNs of the queues that it allows.
                    named = holder.property_dependencies.get("redriveAllowPolicy", ())
                    if queue.urn not in named:
                        yield f"the redrive allow policy of {failed.name} does not name it"
                elif not _takes(document(str(text)), queue):
                    yield f"{failed.name} does not take messages from it by a redrive policy"


def _allow_policies(queue: Resource, graph: Graph) -> Iterator[tuple[Resource, object]]:
    holders = [queue, *graph.users(queue, sqs.RedriveAllowPolicy, "queueUrl")]
    for holder in holders:
        if holder.has("redriveAllowPolicy"):
            yield holder, holder.properties["redriveAllowPolicy"]


def _takes(policy: Mapping[str, Any], queue: Resource) -> bool:
    permission = policy.get("redrivePermission", "allowAll")
    arn = queue.properties.get("arn")
    known = isinstance(arn, str)
    return permission == "allowAll" or (
        permission == "byQueue" and (not known or arn in policy.get("sourceQueueArns", ()))
    )


RULES = (
    queue_has_consumer,
    message_stays_hidden,
    dead_letter_queue_keeps_messages,
    dead_letter_queue_takes_source,
)
