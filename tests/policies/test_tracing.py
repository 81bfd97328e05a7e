"""Tracing rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import apigateway, appsync, lambda_, sfn

from policies import tracing
from tests.policies.asking import objections, shown, silences
from tests.policies.stacks import arn, seen

LOGGED = {"level": "ERROR", "logDestination": arn("logs", "runs:*")}

ALLOWED = {
    tracing.a_function_is_traced: {
        "it is traced": [seen(lambda_.Function, "f", tracingConfig={"mode": "Active"})],
        "it runs at the edge": [seen(lambda_.Function, "f", tags={"role": "edge"})],
    },
    tracing.a_rest_stage_is_traced: {
        "it is traced": [seen(apigateway.Stage, "s", xrayTracingEnabled=True)],
    },
    tracing.a_graphql_api_is_traced: {
        "it is traced": [seen(appsync.GraphQLApi, "g", xrayEnabled=True)],
    },
    tracing.a_workflow_leaves_a_trace_and_a_log: {
        "it does both": [
            seen(
                sfn.StateMachine,
                "w",
                tracingConfiguration={"enabled": True},
                loggingConfiguration=LOGGED,
            )
        ],
    },
}
REFUSED = {
    tracing.a_function_is_traced: {
        "nothing is said": [seen(lambda_.Function, "f")],
        "it only passes traces on": [
            seen(lambda_.Function, "f", tracingConfig={"mode": "PassThrough"})
        ],
        "its role is another": [seen(lambda_.Function, "f", tags={"role": "worker"})],
    },
    tracing.a_rest_stage_is_traced: {
        "nothing is said": [seen(apigateway.Stage, "s")],
        "it is switched off": [seen(apigateway.Stage, "s", xrayTracingEnabled=False)],
    },
    tracing.a_graphql_api_is_traced: {
        "nothing is said": [seen(appsync.GraphQLApi, "g")],
        "it is switched off": [seen(appsync.GraphQLApi, "g", xrayEnabled=False)],
    },
    tracing.a_workflow_leaves_a_trace_and_a_log: {
        "it has no trace": [seen(sfn.StateMachine, "w", loggingConfiguration=LOGGED)],
        "its trace is switched off": [
            seen(
                sfn.StateMachine,
                "w",
                tracingConfiguration={"enabled": False},
                loggingConfiguration=LOGGED,
            )
        ],
        "it has no log": [seen(sfn.StateMachine, "w", tracingConfiguration={"enabled": True})],
        "its log is switched off": [
            seen(
                sfn.StateMachine,
                "w",
                tracingConfiguration={"enabled": True},
                loggingConfiguration={"level": "OFF"},
            )
        ],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert objections(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert silences(rule, stack) == []
