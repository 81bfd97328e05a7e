"""Cases after the rules of serverless-rules and of cdk-nag's serverless pack: for each a stack that
they refuse and one that they allow, as Pulumi registers it.
"""

from __future__ import annotations

import json

import pytest
from pulumi_aws import apigateway, apigatewayv2, appsync, cloudwatch, iam, lambda_, sfn, sns, sqs

from policies import RULES
from policies.framework.graph import Graph
from policies.framework.judgement import judge
from policies.framework.resource import Resource
from policies.mappings import names_of
from tests.policies.stacks import arn, dead_letter_queue, redriven_to, resource
from tests.policies.test_requirements import CDK_NAG, SERVERLESS_RULES

QUEUE = arn("sqs", "failed")
FAILED = dead_letter_queue()


def function(**properties) -> Resource:
    return resource(lambda_.Function, "f", **properties)


def mapping(**properties) -> Resource:
    source = arn("kinesis", "stream/s")
    return resource(lambda_.EventSourceMapping, "m", eventSourceArn=source, **properties)


def permission(of: Resource, **properties) -> Resource:
    given = {"principal": "s3.amazonaws.com", "action": "lambda:InvokeFunction", **properties}
    return resource(lambda_.Permission, "p", refers={"function": [of]}, **given)


def role_policy(action: str) -> Resource:
    statement = {"Effect": "Allow", "Action": action, "Resource": arn("dynamodb", "table/t")}
    return resource(iam.RolePolicy, "p", policy=json.dumps({"Statement": [statement]}))


def stage(**properties) -> Resource:
    return resource(apigatewayv2.Stage, "s", **properties)


def logged(form: str) -> Resource:
    return stage(accessLogSettings={"destinationArn": arn("logs", "group"), "format": form})


def target(**properties) -> Resource:
    return resource(cloudwatch.EventTarget, "t", arn=arn("sqs", "work"), **properties)


def subscription(**properties) -> Resource:
    return resource(sns.TopicSubscription, "s", protocol="sqs", endpoint=QUEUE, **properties)


LOSING = function()
KEEPING = function(deadLetterConfig={"targetArn": QUEUE})
LIMITS = {"throttlingBurstLimit": 100.0, "throttlingRateLimit": 50.0}
AS_JSON = '{"id": "$context.requestId"}'

# The ids of both packs, what they refuse, and what they allow.
CASES: dict[tuple[str, ...], tuple[list[Resource], list[Resource]]] = {
    ("WS1000", "LambdaTracing"): (
        [function(tracingConfig={"mode": "PassThrough"})],
        [function(tracingConfig={"mode": "Active"})],
    ),
    ("ES1001", "LambdaEventSourceMappingDestination"): (
        [mapping()],
        [mapping(destinationConfig={"onFailure": {"destinationArn": QUEUE}})],
    ),
    ("WS1002",): (
        [LOSING, permission(LOSING)],
        [LOSING, permission(LOSING, sourceArn="arn:aws:s3:::uploads")],
    ),
    ("WS1003", "LambdaStarPermissions"): (
        [role_policy("dynamodb:*")],
        [role_policy("dynamodb:GetItem")],
    ),
    ("WS1004", "CloudWatchLogGroupRetentionPeriod"): (
        [resource(cloudwatch.LogGroup, "l", stack="prod")],
        [resource(cloudwatch.LogGroup, "l", stack="prod", retentionInDays=30.0)],
    ),
    ("ES1005", "LambdaDefaultMemorySize"): ([function()], [function(memorySize=256.0)]),
    ("ES1006", "LambdaFunctionDefaultTimeout"): ([function()], [function(timeout=10.0)]),
    ("ES1007", "LambdaAsyncFailureDestination", "LambdaDLQ"): (
        [LOSING, permission(LOSING)],
        [KEEPING, permission(KEEPING)],
    ),
    ("E2531", "LambdaLatestVersion"): (
        [function(runtime="nodejs14.x")],
        [function(runtime="python3.13")],
    ),
    ("ES2000", "APIGWAccessLogging"): ([stage()], [logged(AS_JSON)]),
    ("WS2001", "APIGWStructuredLogging"): ([logged("$context.requestId")], [logged(AS_JSON)]),
    ("WS2002", "APIGWXrayEnabled"): (
        [resource(apigateway.Stage, "s")],
        [resource(apigateway.Stage, "s", xrayTracingEnabled=True)],
    ),
    ("ES2003", "APIGWDefaultThrottling"): ([stage()], [stage(defaultRouteSettings=LIMITS)]),
    ("WS3000", "AppSyncTracing"): (
        [resource(appsync.GraphQLApi, "g", xrayEnabled=False)],
        [resource(appsync.GraphQLApi, "g", xrayEnabled=True)],
    ),
    ("ES4000", "EventBusDLQ"): ([target()], [target(deadLetterConfig={"arn": QUEUE})]),
    ("WS5000", "StepFunctionStateMachineXray"): (
        [resource(sfn.StateMachine, "w")],
        [resource(sfn.StateMachine, "w", tracingConfiguration={"enabled": True})],
    ),
    ("ES6000", "SQSRedrivePolicy"): (
        [resource(sqs.Queue, "work")],
        [FAILED, redriven_to(FAILED)],
    ),
    ("LambdaFunctionUrlAuth",): (
        [resource(lambda_.FunctionUrl, "u", authorizationType="NONE")],
        [resource(lambda_.FunctionUrl, "u", authorizationType="AWS_IAM")],
    ),
    ("ES7000", "SNSRedrivePolicy"): (
        [subscription()],
        [subscription(redrivePolicy=json.dumps({"deadLetterTargetArn": QUEUE}))],
    ),
}
EVERY = pytest.mark.parametrize("ids", CASES, ids=" ".join)


def found(ids: tuple[str, ...], stack: list[Resource]) -> set[str]:
    """The rules of these names that object to a stack."""
    meant = [
        rule
        for rule in RULES
        if not {*names_of(rule.id).serverless_rules, *names_of(rule.id).cdk_nag}.isdisjoint(ids)
    ]
    return {each.rule.id for each in judge(meant, Graph(stack))}


@EVERY
def test_what_they_refuse_is_refused(ids):
    assert found(ids, CASES[ids][0]) != set()


@EVERY
def test_what_they_allow_is_allowed(ids):
    assert found(ids, CASES[ids][1]) == set()


def test_there_is_a_case_for_each_of_their_rules():
    assert {*SERVERLESS_RULES, *CDK_NAG} <= {name for ids in CASES for name in ids}
