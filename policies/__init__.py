"""The policy pack: the rules of all services, for the engine, for tests and for exported states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policies.framework.graph import Graph
from policies.framework.judgement import Violation, judge
from policies.framework.resource import Resource
from policies.framework.rule import Rule
from policies.rules import (
    apigateway,
    apigateway_cors,
    apigateway_requests,
    apigateway_websocket,
    appsync,
    cloudfront,
    cloudwatch,
    cognito,
    dynamodb,
    eventbridge,
    lambda_,
    lambda_edge,
    lambda_event_sources,
    s3,
    scheduler,
    sns,
    sqs,
    stepfunctions,
)
from policies.rules.exemptions import exemption_rule

OF_SERVICES: tuple[Rule, ...] = (
    *apigateway.RULES,
    *apigateway_requests.RULES,
    *apigateway_cors.RULES,
    *apigateway_websocket.RULES,
    *appsync.RULES,
    *cloudfront.RULES,
    *cloudwatch.RULES,
    *cognito.RULES,
    *dynamodb.RULES,
    *eventbridge.RULES,
    *lambda_.RULES,
    *lambda_event_sources.RULES,
    *lambda_edge.RULES,
    *s3.RULES,
    *scheduler.RULES,
    *sns.RULES,
    *sqs.RULES,
    *stepfunctions.RULES,
)

RULES: tuple[Rule, ...] = (*OF_SERVICES, exemption_rule({rule.id for rule in OF_SERVICES}))


def violations(
    resources: Iterable[Resource], config: Mapping[str, Mapping[str, float]] | None = None
) -> list[Violation]:
    """Every violation in a stack; ``config`` holds the rules' limits by id."""
    return list(judge(RULES, Graph(resources), config))
