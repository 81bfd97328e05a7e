"""AWS Lambda, calls: functions that invoke functions, themselves above all."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import lambda_
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.function_rights import invoked

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"


@rule(
    "lambda-function-self-invocation",
    "A function does not invoke itself",
    about=lambda_.Function,
    severity=Severity.HIGH,
    remedy="Put the rest of the work into a queue, or let a workflow lead it",
    documentation=f"{GUIDE}/invocation-recursion.html",
)
def function_does_not_invoke_itself(function: Resource, graph: Graph) -> Iterator[str]:
    """An end that is never reached costs money until the account's concurrency is used up, and
    that is the concurrency of all other functions."""
    if any(itself for _, itself in invoked(function, graph)):
        yield "its role may invoke the function itself"


@rule(
    "lambda-function-chaining",
    "A function does not invoke another",
    about=lambda_.Function,
    severity=Severity.MEDIUM,
    remedy="Send an event or a message, let a workflow invoke both, or call the API of the service",
    documentation=f"{GUIDE}/concepts-event-driven-architectures.html",
)
def function_does_not_invoke_another(function: Resource, graph: Graph) -> Iterator[str]:
    """Both are paid for while one waits, the timeout of the first ends the second unseen, and a
    failure of either is a failure of both."""
    for name in sorted({name for name, itself in invoked(function, graph) if not itself}):
        yield f"its role may invoke {name}"


RULES = (function_does_not_invoke_itself, function_does_not_invoke_another)
