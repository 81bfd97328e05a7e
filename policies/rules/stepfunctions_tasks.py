"""AWS Step Functions, tasks: how long they take, what follows a failure, what they may call."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import sfn
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import UNKNOWN, Resource
from policies.framework.rule import rule
from policies.relations.functions import functions_behind
from policies.relations.roles import may, role_of
from policies.relations.workflows import (
    TOKEN,
    calls,
    definition_of,
    tasks,
    uncaught,
    unreached,
    waits,
)

GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg"

# Seconds, after which an execution is ended, and with it each task:
# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
YEAR = 31_536_000
# Seconds, after which an express execution is ended:
# https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
EXPRESS_SECONDS = 300


@rule(
    "stepfunctions-task-timeout",
    "A task has a timeout",
    about=sfn.StateMachine,
    waits=True,
    severity=Severity.HIGH,
    remedy="Set TimeoutSeconds of the task, and HeartbeatSeconds where the one who has the token "
    "sends heartbeats",
    documentation=f"{GUIDE}/sfn-stuck-execution.html",
)
def task_has_timeout(machine: Resource) -> Iterator[str]:
    """Without one a task waits for its answer for 99,999,999 seconds: an answer that was lost
    keeps the execution, and what it holds, for three years."""
    for name, task in tasks(definition_of(machine)):
        never = task.get("TimeoutSeconds", 0) >= YEAR
        if never or not any(key in task for key in TIMEOUTS):
            what = "a task token" if TOKEN in str(task.get("Resource")) else "its answer"
            how_long = "for a year and more" if never else "without TimeoutSeconds"
            yield f"{name} waits for {what} {how_long}"


TIMEOUTS = ("TimeoutSeconds", "TimeoutSecondsPath")


@rule(
    "stepfunctions-task-retry",
    "A task is retried, and not without end",
    about=sfn.StateMachine,
    waits=True,
    severity=Severity.MEDIUM,
    remedy="Give the task a Retry for the errors that pass, as Lambda.TooManyRequestsException and "
    "Lambda.ServiceException",
    documentation=f"{GUIDE}/concepts-error-handling.html",
)
def task_is_retried(machine: Resource, *, maximum_attempts: int = 100) -> Iterator[str]:
    """Services throttle and fail now and then; without a retry one such moment fails the whole
    execution, and with one that does not end no alarm sees a fault."""
    for name, task in tasks(definition_of(machine)):
        attempts = [each.get("MaxAttempts", 3) for each in task.get("Retry", ())]
        if not any(attempts):
            yield f"{name} has no Retry"
        if max(attempts, default=0) > maximum_attempts:
            yield f"{name} is tried {max(attempts)} times"


@rule(
    "stepfunctions-task-catch",
    "What a workflow has to undo is reached by a Catch of every task",
    about=sfn.StateMachine,
    waits=True,
    severity=Severity.HIGH,
    remedy="Give each task a Catch that leads to what undoes the tasks before it",
    documentation=f"{GUIDE}/concepts-error-handling.html",
)
def task_failure_is_caught(machine: Resource) -> Iterator[str]:
    """A task that fails ends the execution where it is: what the tasks before it did stays done."""
    definition = definition_of(machine)
    for name in unreached(definition):
        yield f"nothing leads to {name}, neither a state nor a Catch"
    for name in uncaught(definition):
        yield f"{name} has no Catch, and other tasks of the workflow have"


@rule(
    "stepfunctions-task-allowed",
    "A state machine's role may make the calls of its tasks",
    about=sfn.StateMachine,
    severity=Severity.HIGH,
    remedy="Allow the role the action of the task on the resource that it names",
    documentation=f"{GUIDE}/procedure-create-iam-role.html",
)
def role_may_call(machine: Resource, graph: Graph) -> Iterator[str]:
    """The state machine is made without the right, and every execution fails at the task."""
    role = role_of(machine, "roleArn", graph)
    if role is None:
        return
    for function in functions_behind(machine, "definition", graph):
        if not may(role, "lambda:InvokeFunction", function, graph):
            yield f"its role may not lambda:InvokeFunction of {function.name}"
    if machine.properties.get("definition") is not UNKNOWN:
        for action in sorted(calls(definition_of(machine))):
            if not may(role, action, None, graph):
                yield f"its role may not {action}"


@rule(
    "stepfunctions-express-limits",
    "An express workflow waits for no token, and ends in five minutes",
    about=sfn.StateMachine,
    waits=True,
    severity=Severity.HIGH,
    remedy="Make it a STANDARD workflow, or leave the waiting to another",
    documentation=f"{GUIDE}/choosing-workflow-type.html",
)
def express_workflow_ends_in_time(machine: Resource) -> Iterator[str]:
    """An express execution is ended after five minutes, wherever it is, and Step Functions refuses
    one that waits for a token."""
    if machine.get("type", "STANDARD") != "EXPRESS":
        return
    definition = definition_of(machine)
    for name, task in tasks(definition):
        if TOKEN in str(task.get("Resource")):
            yield f"{name} waits for a task token"
    seconds = [definition.get("TimeoutSeconds"), *waits(definition)]
    for given in seconds:
        if isinstance(given, int | float) and given > EXPRESS_SECONDS:
            yield f"it has a wait or a timeout of {given:g} s"


@rule(
    "stepfunctions-state-machine-execution-data",
    "The log of a state machine holds no execution data",
    about=sfn.StateMachine,
    level=Level.ONLY_IN_PROD,
    severity=Severity.HIGH,
    remedy="Set include_execution_data of the logging configuration to False",
    documentation=f"{GUIDE}/cw-logs.html",
)
def execution_data_is_not_logged(machine: Resource) -> Iterator[str]:
    """Inputs and outputs have what users entrust to a service, and all who read logs read them."""
    if machine.get("loggingConfiguration.includeExecutionData", False) is True:
        yield "inputs and outputs of its states are logged"


RULES = (
    task_has_timeout,
    task_is_retried,
    task_failure_is_caught,
    role_may_call,
    express_workflow_ends_in_time,
    execution_data_is_not_logged,
)
