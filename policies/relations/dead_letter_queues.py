"""Dead-letter queues: which queues are one, and which resources name one in a redrive policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.framework.aws import cloudwatch, iam, lambda_, scheduler, sns, sqs
from policies.framework.graph import Graph, document, token
from policies.framework.resource import UNKNOWN, Resource

# The tag of a dead-letter queue that no resource of the stack names as one.
ROLE = ("role", "dead-letters")


def is_dead_letter_queue(queue: Resource, graph: Graph) -> bool:
    """Whether a queue is tagged as a dead-letter queue, or is that of a queue, a subscription, a
    rule's target, a schedule or a function.
    """
    if queue.tags.get(ROLE[0]) == ROLE[1]:
        return True
    redriven = any(
        graph.users(queue, kind, "redrivePolicy")
        for kind in (sqs.Queue, sqs.RedrivePolicy, sns.TopicSubscription)
    )
    configured = any(
        graph.users(queue, kind, "deadLetterConfig")
        for kind in (cloudwatch.EventTarget, lambda_.Function)
    )
    sent = any(_failures_sent_to(queue, graph))
    return redriven or configured or sent or _failed_schedules_sent_to(queue, graph)


def names_dead_letter_queue(source: Resource, graph: Graph) -> bool:
    """Whether a resource's redrive policy names a dead-letter queue."""
    if not source.has("redrivePolicy"):
        return False
    text = source.properties["redrivePolicy"]
    if text is UNKNOWN and graph.of(source, "redrivePolicy", sqs.Queue):
        return True
    return bool(document(source.get("redrivePolicy")).get("deadLetterTargetArn"))


def redrive_policies(queue: Resource, graph: Graph) -> Sequence[Resource]:
    """The resources that may hold a queue's redrive policy: the queue, or one beside it."""
    return [queue, *graph.users(queue, sqs.RedrivePolicy, "queueUrl")]


def _failed_schedules_sent_to(queue: Resource, graph: Graph) -> bool:
    """A schedule refers to its target and to its dead-letter queue by one property. A queue that
    has a redrive policy is taken for the target.
    """
    return not _redrives(queue, graph) and any(
        _starts_another(schedule, queue, graph)
        or schedule.get("target.deadLetterConfig.arn") == queue.get("arn")
        for schedule in graph.users(queue, scheduler.Schedule, "target")
        if schedule.has("target.deadLetterConfig.arn")
    )


def _starts_another(schedule: Resource, queue: Resource, graph: Graph) -> bool:
    """Whether a schedule refers to something else that can only be its target; that is known
    before any ARN is.
    """
    others = [
        other
        for other in graph.of(schedule, "target")
        if other.urn != queue.urn and other.type != token(iam.Role)
    ]
    return any(other.type != queue.type or _redrives(other, graph) for other in others)


def _redrives(queue: Resource, graph: Graph) -> bool:
    return any(source.has("redrivePolicy") for source in redrive_policies(queue, graph))


def _failures_sent_to(queue: Resource, graph: Graph) -> Iterator[bool]:
    for kind in (lambda_.FunctionEventInvokeConfig, lambda_.EventSourceMapping):
        for sender in graph.users(queue, kind, "destinationConfig"):
            # With two destinations, which of them an unknown ARN is cannot be known.
            yield sender.has("destinationConfig.onFailure") and not sender.has(
                "destinationConfig.onSuccess"
            )
