"""AWS Lambda, settings: time, memory, concurrency and runtime of functions, and their logs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import apigateway, apigatewayv2, cloudwatch, lambda_
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.functions import distributions_of

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"

# The days on which Lambda ends the support of a runtime; read in November 2026 from
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
END_OF_SUPPORT = {
    "dotnet10": "2028-11-14",
    "dotnet6": "2024-12-20",
    "dotnet8": "2026-11-10",
    "dotnet9": "2026-11-10",
    "dotnetcore1.0": "2019-06-27",
    "dotnetcore2.0": "2019-05-30",
    "dotnetcore2.1": "2022-01-05",
    "dotnetcore3.1": "2023-04-03",
    "go1.x": "2024-01-08",
    "java11": "2027-06-30",
    "java17": "2027-06-30",
    "java21": "2029-06-30",
    "java25": "2029-06-30",
    "java8": "2024-01-08",
    "java8.al2": "2027-06-30",
    "nodejs": "2016-08-30",
    "nodejs10.x": "2021-07-30",
    "nodejs12.x": "2023-03-31",
    "nodejs14.x": "2023-12-04",
    "nodejs16.x": "2024-06-12",
    "nodejs18.x": "2025-09-01",
    "nodejs20.x": "2026-04-30",
    "nodejs22.x": "2027-04-30",
    "nodejs24.x": "2028-04-30",
    "nodejs4.3": "2020-03-05",
    "nodejs4.3-edge": "2020-03-05",
    "nodejs6.10": "2019-08-12",
    "nodejs8.10": "2020-03-06",
    "provided": "2024-01-08",
    "provided.al2": "2026-07-31",
    "provided.al2023": "2029-06-30",
    "python2.7": "2021-07-15",
    "python3.10": "2026-10-31",
    "python3.11": "2027-06-30",
    "python3.12": "2028-10-31",
    "python3.13": "2029-06-30",
    "python3.14": "2029-06-30",
    "python3.6": "2022-07-18",
    "python3.7": "2023-12-04",
    "python3.8": "2024-10-14",
    "python3.9": "2025-12-15",
    "ruby2.5": "2021-07-30",
    "ruby2.7": "2023-12-07",
    "ruby3.2": "2026-03-31",
    "ruby3.3": "2027-03-31",
    "ruby3.4": "2028-03-31",
    "ruby4.0": "2029-03-31",
}

# Seconds after which the gateway answers 504 in place of a function:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
GATEWAY_SECONDS = 30


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
    if function.get("timeout", 0) <= maximum_seconds:
        return
    for kind, key in INTEGRATIONS:
        for integration in graph.users(function, kind, key):
            if not _is_asynchronous(integration):
                yield (
                    f"its timeout is {function.get('timeout'):g} s behind an API that waits "
                    f"{maximum_seconds} s"
                )
                return


INTEGRATIONS = ((apigateway.Integration, "uri"), (apigatewayv2.Integration, "integrationUri"))


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
