"""AWS Step Functions, design: workflows that are worth one, tasks that need no function."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import sfn
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.functions import functions_behind
from policies.relations.workflows import TOKEN, definition_of, states

GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg"

# States that decide nothing, wait for nothing and repeat nothing.
PLAIN = ("Task", "Pass", "Succeed", "Fail")
# A tag of a function that does no more than one call of a table, a topic or a queue.
WRAPPER = "wrapper"


@rule(
    "stepfunctions-state-machine-needed",
    "A workflow has more than one step to lead",
    about=sfn.StateMachine,
    level=Level.ADVISORY,
    waits=True,
    severity=Severity.LOW,
    remedy="Invoke the function directly, or give the workflow what needs one: retries, a catch, "
    "a wait, a choice or a task token",
    documentation=f"{GUIDE}/welcome.html",
)
def workflow_is_needed(machine: Resource) -> Iterator[str]:
    """A workflow around one call is paid for by the transition, and has one more role, log and
    alarm, for what an invocation does by itself."""
    found = [state for _, state in states(definition_of(machine))]
    tasks = [state for state in found if state.get("Type") == "Task"]
    plain = all(state.get("Type") in PLAIN for state in found)
    leads = any(
        state.get("Retry") or state.get("Catch") or TOKEN in str(state.get("Resource"))
        for state in found
    )
    if len(tasks) == 1 and plain and not leads:
        yield "it has one task, and neither Retry, Catch, Wait, Choice nor a task token"


@rule(
    "stepfunctions-task-direct",
    "A task calls a service directly",
    about=sfn.StateMachine,
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy="Use the integration of the service, as arn:aws:states:::dynamodb:putItem, in place of "
    "the function",
    documentation=f"{GUIDE}/integrate-services.html",
)
def task_is_direct(machine: Resource, graph: Graph) -> Iterator[str]:
    """A function that only passes a call on has a start, a timeout and a bill of its own, and
    code that must be kept."""
    for function in functions_behind(machine, "definition", graph):
        if WRAPPER in function.tags:
            yield f"{function.name} does no more than one call (its tag wrapper)"


RULES = (workflow_is_needed, task_is_direct)
