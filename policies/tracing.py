"""Tracing: a request can be followed from the gateway to the last workflow step."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_aws import apigateway, appsync, lambda_, sfn

from policies.rule import rule
from policies.seen import Seen

# The tag of a function at the edge, where there is no X-Ray.
EDGE = ("role", "edge")


@rule(
    about=lambda_.Function,
    remedy=f"Set tracing_config.mode to Active; tag a function at the edge {EDGE[0]}: {EDGE[1]}",
)
def a_function_is_traced(function: Seen) -> Iterator[str]:
    """A slow or failed request is explained by its trace; a gap in it hides the cause."""
    mode = function.get("tracingConfig.mode", "absent")
    if mode != "Active" and function.tags.get(EDGE[0]) != EDGE[1]:
        yield f"has tracing mode {mode}"


@rule(about=apigateway.Stage, remedy="Set xray_tracing_enabled to True")
def a_rest_stage_is_traced(stage: Seen) -> Iterator[str]:
    """A trace that starts behind the gateway does not show what the caller waited for."""
    if stage.get("xrayTracingEnabled") is not True:
        yield "is not traced"


@rule(about=appsync.GraphQLApi, remedy="Set xray_enabled to True")
def a_graphql_api_is_traced(api: Seen) -> Iterator[str]:
    """One query runs many resolvers; only a trace shows which of them is slow."""
    if api.get("xrayEnabled") is not True:
        yield "is not traced"


@rule(
    about=sfn.StateMachine,
    remedy="Set tracing_configuration.enabled to True and logging_configuration.level to ERROR "
    "or more",
)
def a_workflow_leaves_a_trace_and_a_log(machine: Seen) -> Iterator[str]:
    """A run that failed last week can only be explained by what it left behind."""
    if machine.get("tracingConfiguration.enabled") is not True:
        yield "is not traced"
    if (level := machine.get("loggingConfiguration.level", "OFF")) == "OFF":
        yield f"has logging level {level}"


RULES = (
    a_function_is_traced,
    a_rest_stage_is_traced,
    a_graphql_api_is_traced,
    a_workflow_leaves_a_trace_and_a_log,
)
