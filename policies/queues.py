"""Queues: what fails is kept, after a few tries, in a queue of the same kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pulumi_aws import cloudwatch, iam, lambda_, scheduler, sns, sqs

from policies.graph import Graph, document, token
from policies.rule import Level, rule
from policies.seen import UNKNOWN, Seen

# The tag of a queue that holds dead letters which nothing that is known yet sends there.
ROLE = ("role", "dead-letters")


def keeps_dead_letters(queue: Seen, graph: Graph) -> bool:
    """Whether a queue is where others leave what they could not handle."""
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
    return redriven or configured or sent or _runs_left_in(queue, graph)


def _runs_left_in(queue: Seen, graph: Graph) -> bool:
    """What a schedule tells may be a queue as well, but one with work in it redrives."""
    return not _redrives(queue, graph) and any(
        _starts_another(schedule, queue, graph)
        or schedule.get("target.deadLetterConfig.arn") == queue.get("arn")
        for schedule in graph.users(queue, scheduler.Schedule, "target")
        if schedule.has("target.deadLetterConfig.arn")
    )


def _starts_another(schedule: Seen, queue: Seen, graph: Graph) -> bool:
    """Whether something that is no place for dead letters is there to be what a schedule starts;
    so much can be said before any ARN is known.
    """
    others = [
        other
        for other in graph.of(schedule, "target")
        if other.urn != queue.urn and other.type != token(iam.Role)
    ]
    return any(other.type != queue.type or _redrives(other, graph) for other in others)


def _redrives(queue: Seen, graph: Graph) -> bool:
    return any(source.has("redrivePolicy") for source in redrive_policies(queue, graph))


def _failures_sent_to(queue: Seen, graph: Graph) -> Iterator[bool]:
    for kind in (lambda_.FunctionEventInvokeConfig, lambda_.EventSourceMapping):
        for sender in graph.users(queue, kind, "destinationConfig"):
            # Which of two destinations an unknown ARN stands for, the engine does not tell.
            yield sender.has("destinationConfig.onFailure") and not sender.has(
                "destinationConfig.onSuccess"
            )


def names_dead_letters(source: Seen, graph: Graph) -> bool:
    """Whether a resource's redrive policy says where dead letters go."""
    if not source.has("redrivePolicy"):
        return False
    text = source.properties["redrivePolicy"]
    if text is UNKNOWN and graph.of(source, "redrivePolicy", sqs.Queue):
        return True
    return bool(document(source.get("redrivePolicy")).get("deadLetterTargetArn"))


def redrive_policies(queue: Seen, graph: Graph) -> Sequence[Seen]:
    """The resources that may hold a queue's redrive policy: the queue, or one beside it."""
    return [queue, *graph.users(queue, sqs.RedrivePolicy, "queueUrl")]


@rule(
    about=sqs.Queue,
    remedy="Give the queue a redrive policy; if it holds dead letters itself, tag it "
    f"{ROLE[0]}: {ROLE[1]}",
)
def a_queue_keeps_what_fails(queue: Seen, graph: Graph) -> Iterator[str]:
    """Without a dead-letter queue a message that nobody can handle is tried until it expires,
    and is then lost."""
    if keeps_dead_letters(queue, graph):
        return
    if not any(names_dead_letters(source, graph) for source in redrive_policies(queue, graph)):
        yield "has no dead-letter queue"


@rule(
    about=sqs.Queue,
    level=Level.ADVISORY,
    remedy="Set maxReceiveCount in the redrive policy within these limits",
)
def a_message_gets_a_few_tries(
    queue: Seen, graph: Graph, *, fewest: int = 3, most: int = 5
) -> Iterator[str]:
    """Fewer tries give up on a passing fault; more only delay the alarm, and repeat the damage."""
    for source in redrive_policies(queue, graph):
        if source.has("redrivePolicy"):
            tries = document(source.get("redrivePolicy")).get("maxReceiveCount")
            if not (tries and fewest <= float(tries) <= most):
                yield f"gives a message {tries} tries, not {fewest} to {most}"


@rule(
    about=sqs.Queue,
    remedy="Set fifo_queue on both or on neither; SQS refuses a pair of two kinds",
)
def an_ordered_queue_keeps_order_in_dead_letters(queue: Seen, graph: Graph) -> Iterator[str]:
    """Redriven messages of an ordered queue are only worth something in their order."""
    if not queue.get("fifoQueue", False):
        return
    for source in redrive_policies(queue, graph):
        if not source.has("redrivePolicy"):
            continue
        here = graph.of(source, "redrivePolicy", sqs.Queue)
        if any(not dead_letters.get("fifoQueue", False) for dead_letters in here):
            yield f"is FIFO, but its dead-letter queue {here[0].name} is not"
        elif not here:
            arn = document(source.get("redrivePolicy")).get("deadLetterTargetArn", "")
            if arn and not arn.endswith(".fifo"):
                yield f"is FIFO, but its dead-letter queue {arn} is not"


RULES = (
    a_queue_keeps_what_fails,
    a_message_gets_a_few_tries,
    an_ordered_queue_keeps_order_in_dead_letters,
)
