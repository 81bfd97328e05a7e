"""AWS Lambda, event source mappings: that they read, and do not go in circles."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import lambda_, sqs
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.functions import functions_behind
from policies.relations.roles import documents, role_of

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"


@rule(
    "lambda-event-source-mapping-enabled",
    "An event source mapping is enabled",
    about=lambda_.EventSourceMapping,
    level=Level.MANDATORY_IN_PROD,
    severity=Severity.HIGH,
    remedy="Leave out enabled, or set it to True",
    documentation=f"{GUIDE}/invocation-eventsourcemapping.html",
)
def mapping_is_enabled(mapping: Resource) -> Iterator[str]:
    """A mapping that was disabled for a repair delivers nothing, and records expire meanwhile."""
    if mapping.get("enabled", True) is False:
        yield "it is disabled"


@rule(
    "lambda-event-source-mapping-recursion",
    "A function does not send to the queue that invokes it",
    about=lambda_.EventSourceMapping,
    severity=Severity.HIGH,
    remedy="Send to another queue, or return the message in batchItemFailures to receive it again; "
    "take sqs:SendMessage on this queue from the role",
    documentation=f"{GUIDE}/invocation-recursion.html",
)
def function_does_not_feed_itself(mapping: Resource, graph: Graph) -> Iterator[str]:
    """Each message makes another: Lambda stops the loop after 16 rounds, and the work is lost in a
    dead-letter queue, or it does not notice and the loop is paid for."""
    for queue in graph.of(mapping, "eventSourceArn", sqs.Queue):
        # One that is not known yet is among all.
        arn = queue.properties.get("arn")
        for function in functions_behind(mapping, "functionName", graph):
            role = role_of(function, "role", graph)
            if role is not None and _may_send(role, str(arn), graph):
                yield f"{function.name} may send to {queue.name}, which invokes it"


def _may_send(role: Resource, arn: str, graph: Graph) -> bool:
    return any(
        one.allows and one.has_action("sqs:SendMessage") and one.has_resource(arn)
        for document in documents(role, graph)
        for one in document.known
    )


RULES = (mapping_is_enabled, function_does_not_feed_itself)
