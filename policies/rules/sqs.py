"""Amazon SQS: dead-letter queues, their alarms, and how often a message is received."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import sqs
from policies.framework.graph import Graph, document
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.alarms import alarms_of, alarms_on_first, watches
from policies.relations.dead_letter_queues import (
    ROLE,
    is_dead_letter_queue,
    names_dead_letter_queue,
    redrive_policies,
)

VISIBLE = ("AWS/SQS", "ApproximateNumberOfMessagesVisible")

GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"


@rule(
    "sqs-queue-dead-letter-queue",
    "A queue has a dead-letter queue",
    about=sqs.Queue,
    severity=Severity.HIGH,
    remedy="Give the queue a redrive policy; if it is a dead-letter queue itself, tag it "
    f"{ROLE[0]}: {ROLE[1]}",
    documentation=f"{GUIDE}/sqs-dead-letter-queues.html",
)
def queue_has_dead_letter_queue(queue: Resource, graph: Graph) -> Iterator[str]:
    """Without one, a message whose processing keeps failing is received again until its retention
    period ends, and is then lost."""
    if is_dead_letter_queue(queue, graph):
        return
    sources = redrive_policies(queue, graph)
    if not any(names_dead_letter_queue(source, graph) for source in sources):
        yield "no dead-letter queue"
    if any(_names_itself(source, queue) for source in sources):
        yield "it is its own dead-letter queue"


def _names_itself(source: Resource, queue: Resource) -> bool:
    """Whether a redrive policy of a queue names that queue, by reference or by its ARN."""
    text = source.properties.get("redrivePolicy")
    target = document(text).get("deadLetterTargetArn") if isinstance(text, str) else None
    named = source.property_dependencies.get("redrivePolicy", ())
    return queue.urn in named or (target is not None and target == queue.properties.get("arn"))


@rule(
    "sqs-queue-max-receive-count",
    "A message is received a few times before it goes to the dead-letter queue",
    about=sqs.Queue,
    level=Level.MANDATORY_IN_PROD,
    waits=True,
    severity=Severity.LOW,
    remedy="Set maxReceiveCount in the redrive policy within these limits",
    documentation=f"{GUIDE}/sqs-dead-letter-queues.html",
)
def queue_max_receive_count(
    queue: Resource, graph: Graph, *, minimum: int = 3, maximum: int = 5
) -> Iterator[str]:
    """Fewer receives give up on a temporary fault; more delay the alarm and repeat side effects."""
    for source in redrive_policies(queue, graph):
        if source.has("redrivePolicy"):
            count = document(source.get("redrivePolicy")).get("maxReceiveCount")
            if not (count and minimum <= float(count) <= maximum):
                yield f"maxReceiveCount is {count}, not {minimum} to {maximum}"


@rule(
    "sqs-queue-fifo-dead-letter-queue",
    "The dead-letter queue of a FIFO queue is a FIFO queue",
    about=sqs.Queue,
    severity=Severity.HIGH,
    remedy="Set fifo_queue on both queues or on neither",
    documentation=f"{GUIDE}/sqs-configure-dead-letter-queue.html",
)
def fifo_queue_has_fifo_dead_letter_queue(queue: Resource, graph: Graph) -> Iterator[str]:
    """SQS refuses a pair of two types, and a standard queue would not keep the order of the
    messages."""
    if not queue.get("fifoQueue", False):
        return
    for source in redrive_policies(queue, graph):
        if not source.has("redrivePolicy"):
            continue
        here = graph.of(source, "redrivePolicy", sqs.Queue)
        if any(not target.get("fifoQueue", False) for target in here):
            yield f"a FIFO queue, but its dead-letter queue {here[0].name} is a standard queue"
        elif not here:
            arn = document(source.get("redrivePolicy")).get("deadLetterTargetArn", "")
            if arn and not arn.endswith(".fifo"):
                yield f"a FIFO queue, but its dead-letter queue {arn} is a standard queue"


@rule(
    "sqs-dead-letter-queue-alarm",
    "A dead-letter queue has an alarm on its first message",
    about=sqs.Queue,
    severity=Severity.HIGH,
    remedy="Add an alarm on AWS/SQS ApproximateNumberOfMessagesVisible of this queue, greater "
    "than 0",
    documentation=f"{GUIDE}/dead-letter-queues-alarms-cloudwatch.html",
)
def dead_letter_queue_has_alarm(queue: Resource, graph: Graph) -> Iterator[str]:
    """A message in a dead-letter queue is work that was not done, and it expires there."""
    if not is_dead_letter_queue(queue, graph):
        return
    if not any(
        watches(alarm, *VISIBLE) and alarms_on_first(alarm, *VISIBLE)
        for alarm in alarms_of(queue, graph)
    ):
        yield "a dead-letter queue without an alarm on its first message"


@rule(
    "sqs-queue-encrypted",
    "A queue is encrypted at rest",
    about=sqs.Queue,
    severity=Severity.HIGH,
    remedy="Set sqs_managed_sse_enabled to True, or kms_master_key_id to a key",
    documentation=f"{GUIDE}/sqs-server-side-encryption.html",
)
def queue_is_encrypted(queue: Resource) -> Iterator[str]:
    """SQS encrypts messages unless it is turned off, and keeps them for up to two weeks."""
    if queue.get("sqsManagedSseEnabled") is False and not queue.get("kmsMasterKeyId"):
        yield "its messages are not encrypted"


RULES = (
    queue_is_encrypted,
    queue_has_dead_letter_queue,
    queue_max_receive_count,
    fifo_queue_has_fifo_dead_letter_queue,
    dead_letter_queue_has_alarm,
)
