"""AWS Lambda, settings: time, memory, concurrency and runtime of functions, and their logs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import apigateway, apigatewayv2, cloudwatch, lambda_
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import UNKNOWN, Resource
from policies.framework.rule import Kind, rule
from policies.relations.functions import distributions_of
from policies.relations.runtimes import END_OF_SUPPORT

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MOST_SECONDS = 900
# Seconds after which the gateway answers 504 in place of a function; a REST API waits for as long
# as its integration says, 29 s unless an account has more:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
GATEWAY_SECONDS = 30
REST_SECONDS = 29


@rule(
    "lambda-function-timeout",
    "A function states its timeout",
    about=lambda_.Function,
    severity=Severity.LOW,
    remedy="Set timeout, in seconds, to what the function needs at its slowest, 1 to 900",
    documentation=f"{GUIDE}/configuration-timeout.html",
)
def function_states_timeout(function: Resource) -> Iterator[str]:
    """Three seconds, which is what Lambda takes otherwise, are little for a cold start and a retry
    of a call."""
    if not function.has("timeout"):
        yield "no timeout is set, which is 3 seconds"
        return
    given = function.properties["timeout"]
    if given is not UNKNOWN and not 1 <= given <= MOST_SECONDS:
        yield f"its timeout is {given:g} s, not 1 to {MOST_SECONDS}"


@rule(
    "lambda-function-memory",
    "A function states its memory",
    about=lambda_.Function,
    severity=Severity.LOW,
    remedy="Set memory_size, in MB, within the limits",
    documentation=f"{GUIDE}/configuration-memory.html",
)
def function_states_memory(
    function: Resource, *, minimum_mb: int = 128, maximum_mb: int = 10_240
) -> Iterator[str]:
    """CPU grows with memory: 128 MB, which is what Lambda takes otherwise, have a fourteenth of a
    vCPU."""
    if not function.has("memorySize"):
        yield "no memory is set, which is 128 MB"
    elif not minimum_mb <= (given := function.get("memorySize")) <= maximum_mb:
        yield f"its memory is {given:g} MB, not {minimum_mb} to {maximum_mb}"


@rule(
    "lambda-function-api-timeout",
    "A function behind an API answers before the gateway gives up",
    about=lambda_.Function,
    severity=Severity.MEDIUM,
    remedy="Set timeout to at most the limit; for longer work answer at once and let a queue or a "
    "workflow do it",
    documentation="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
)
def function_answers_in_time(
    function: Resource, graph: Graph, *, maximum_seconds: int = GATEWAY_SECONDS
) -> Iterator[str]:
    """The gateway answers 504 after 29 seconds, 30 of an HTTP API; the function goes on, is paid
    for, and what it has done is not known to its caller."""
    given = function.get("timeout", 0)
    waits = [
        *[maximum_seconds for _ in _before(function, apigatewayv2.Integration, graph)],
        *[_rest_seconds(each) for each in _before(function, apigateway.Integration, graph)],
    ]
    if waits and given > min(waits):
        yield f"its timeout is {given:g} s behind an API that waits {min(waits):g} s"


INTEGRATIONS = {apigateway.Integration: "uri", apigatewayv2.Integration: "integrationUri"}


def _before(function: Resource, kind: Kind, graph: Graph) -> list[Resource]:
    """The integrations of a kind that wait for a function."""
    found = graph.users(function, kind, INTEGRATIONS[kind])
    return [each for each in found if not _is_asynchronous(each)]


def _rest_seconds(integration: Resource) -> float:
    longer: float = integration.get("timeoutMilliseconds", 0) / 1000
    return max(REST_SECONDS, longer)


def _is_asynchronous(integration: Resource) -> bool:
    """Whether the gateway does not wait: X-Amz-Invocation-Type is Event, or the API is WebSocket's
    with no answer."""
    values = integration.get("requestParameters", {}).values()
    return "'Event'" in values


@rule(
    "lambda-function-concurrency",
    "A function may run",
    about=lambda_.Function,
    severity=Severity.HIGH,
    remedy="Set reserved_concurrent_executions to 1 or more, or leave it out",
    documentation=f"{GUIDE}/configuration-concurrency.html",
)
def function_may_run(function: Resource) -> Iterator[str]:
    """With a reserved concurrency of 0 every call is throttled: events wait, then are lost."""
    if function.has("reservedConcurrentExecutions") and (
        function.get("reservedConcurrentExecutions") == 0
    ):
        yield "its reserved concurrency is 0"


@rule(
    "lambda-function-runtime",
    "A function runs on a runtime that Lambda supports, for a while yet",
    about=lambda_.Function,
    severity=Severity.HIGH,
    remedy="Move the function to a later runtime of its language",
    documentation=f"{GUIDE}/lambda-runtimes.html",
)
def runtime_is_supported(function: Resource, *, minimum_days: int = 90) -> Iterator[str]:
    """A runtime past its end gets no security fixes, and functions of it can be changed no more a
    few months later."""
    given = function.get("runtime", "")
    for runtime in [given] if given else []:
        ends = END_OF_SUPPORT.get(runtime)
        if ends is None:
            yield f"{runtime} is no runtime that this pack knows"
        elif (left := (datetime.date.fromisoformat(ends) - today()).days) < minimum_days:
            when = f"ends in {left} days" if left > 0 else "has ended"
            yield f"the support of {runtime} {when}, on {ends}"


def today() -> datetime.date:
    """The day of which it is asked how long a runtime is supported."""
    return datetime.datetime.now(datetime.UTC).date()


@rule(
    "lambda-function-log-group",
    "A function's log group is in the stack",
    about=lambda_.Function,
    level=Level.MANDATORY_IN_PROD,
    severity=Severity.LOW,
    remedy="Make a log group with retention_in_days, named in logging_config.log_group of the "
    "function, or /aws/lambda/ and the function's name",
    documentation=f"{GUIDE}/monitoring-cloudwatchlogs.html",
)
def function_has_log_group(function: Resource, graph: Graph) -> Iterator[str]:
    """Lambda makes a group that is missing, which keeps its entries for ever and stays when the
    stack is deleted."""
    if function.has("loggingConfig.logGroup") or distributions_of(function, graph):
        return
    if not graph.users(function, cloudwatch.LogGroup, "name") and not _named(function, graph):
        yield "it has no log group of its own"


def _named(function: Resource, graph: Graph) -> bool:
    """Whether a log group has the name that Lambda gives it, by a name that is text."""
    name = function.properties.get("name")
    return isinstance(name, str) and any(
        group.properties.get("name") == f"/aws/lambda/{name}"
        for group in graph.all(cloudwatch.LogGroup)
    )


RULES = (
    function_states_timeout,
    function_states_memory,
    function_answers_in_time,
    function_may_run,
    runtime_is_supported,
    function_has_log_group,
)
