"""AWS Lambda: traces, alarms and dashboards of functions, and where their failed events go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import cloudwatch, lambda_, scheduler
from policies.framework.graph import Graph, token
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.failure_alarms import FUNCTION, rate_faults
from policies.relations.functions import distributions_of, functions_behind, qualifier

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"

# These services invoke a function without waiting for its result; logs.eu-west-1.amazonaws.com is
# the first of them in one region.
ASYNCHRONOUS = ("logs", "s3", "sns", "events", "iot", "ses", "config", "scheduler")
PRINCIPAL = re.compile(r"([a-z0-9]+)(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?")


@rule(
    "lambda-function-tracing-active",
    "A function is traced",
    about=lambda_.Function,
    severity=Severity.MEDIUM,
    remedy="Set tracing_config.mode to Active",
    documentation=f"{GUIDE}/services-xray.html",
)
def function_is_traced(function: Resource, graph: Graph) -> Iterator[str]:
    """A trace shows which call made a request slow or made it fail; a function that is not traced
    is a gap in it."""
    mode = function.get("tracingConfig.mode", "not set")
    # There is no X-Ray at the edge.
    if mode != "Active" and not distributions_of(function, graph):
        yield f"tracing mode is {mode}"


@rule(
    "lambda-function-error-rate-alarm",
    "A function has an alarm on its error rate",
    about=lambda_.Function,
    severity=Severity.HIGH,
    remedy="Add an alarm on 100 * Errors / Invocations of AWS/Lambda for this function, with a "
    "threshold within the limit",
    documentation=f"{GUIDE}/monitoring-metrics-types.html",
)
def function_has_error_rate_alarm(
    function: Resource, graph: Graph, *, maximum_percent: float = 1.0
) -> Iterator[str]:
    """A count of errors means little without the count of invocations; their ratio shows how many
    callers are affected."""
    # At the edge a failure is a 5xx response of the distribution, which has an alarm of its own;
    # the metrics of the function are in each Region that it ran in.
    if not distributions_of(function, graph):
        yield from rate_faults(function, graph, FUNCTION, maximum_percent)


@rule(
    "lambda-function-dashboard",
    "The functions of a stack are on a dashboard",
    about=lambda_.Function,
    level=Level.ADVISORY,
    severity=Severity.LOW,
    once_per_stack=True,
    remedy="Add a dashboard (aws.cloudwatch.Dashboard) with this stack's functions",
    documentation="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/"
    "CloudWatch_Dashboards.html",
)
def function_is_on_dashboard(function: Resource, graph: Graph) -> Iterator[str]:
    """At an alarm, a dashboard shows what else changed at that time."""
    if not graph.all(cloudwatch.Dashboard):
        yield "in a stack without a dashboard"


@rule(
    "lambda-function-on-failure-destination",
    "A function that is invoked asynchronously has an on-failure destination",
    about=(lambda_.Permission, scheduler.Schedule),
    severity=Severity.HIGH,
    remedy="Give the function an event invoke configuration with an on-failure destination",
    documentation=f"{GUIDE}/invocation-async-retain-records.html",
)
def invoked_function_has_on_failure_destination(invoker: Resource, graph: Graph) -> Iterator[str]:
    """S3, SNS, EventBridge and others do not wait for a function's result: after two retries
    Lambda discards the event."""
    if invoker.type == token(scheduler.Schedule):
        # Scheduler invokes a function by its role, without a permission.
        principal, place = "scheduler.amazonaws.com", "target"
    else:
        principal, place = str(invoker.get("principal")), "function"
    found = PRINCIPAL.fullmatch(principal)
    if not found or found[1] not in ASYNCHRONOUS:
        return
    functions = functions_behind(invoker, place, graph)
    if not functions and place == "function":
        yield "allows a function of another stack to be invoked, whose destinations are not known"
    for function in functions:
        kept = _kept(qualifier(invoker, place, graph), function, graph)
        if not (function.has("deadLetterConfig.targetArn") or kept):
            yield f"{principal} invokes {function.name}, which has no on-failure destination"


def _kept(invoked: object, function: Resource, graph: Graph) -> bool:
    """Whether failed events are kept of the alias or version that is invoked: each has a
    configuration of its own.
    """
    return any(
        config.has("destinationConfig.onFailure.destination")
        and qualifier(config, "functionName", graph) == invoked
        for config in graph.all(lambda_.FunctionEventInvokeConfig)
        if function in functions_behind(config, "functionName", graph)
    )


RULES = (
    function_is_traced,
    function_has_error_rate_alarm,
    function_is_on_dashboard,
    invoked_function_has_on_failure_destination,
)
