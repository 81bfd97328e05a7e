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
    apigateway_stages,
    apigateway_websocket,
    appsync,
    athena,
    cloudfront,
    cloudwatch,
    cloudwatch_alarms,
    cloudwatch_logs,
    cognito,
    cognito_passwords,
    dynamodb,
    dynamodb_protection,
    elasticache,
    eventbridge,
    eventbridge_rules,
    firehose,
    glue,
    iam,
    kinesis,
    kms,
    lambda_,
    lambda_access,
    lambda_edge,
    lambda_event_sources,
    lambda_mapping_settings,
    lambda_mappings,
    lambda_roles,
    lambda_settings,
    lambda_stores,
    opensearch,
    rds,
    s3,
    s3_buckets,
    s3_protection,
    scheduler,
    scheduler_runs,
    sns,
    sns_senders,
    sqs,
    sqs_consumers,
    sqs_senders,
    ssm,
    stepfunctions,
    stepfunctions_alarms,
    stepfunctions_tasks,
    vpc,
)
from policies.rules.exemptions import exemption_rule

OF_SERVICES: tuple[Rule, ...] = (
    *apigateway.RULES,
    *apigateway_requests.RULES,
    *apigateway_cors.RULES,
    *apigateway_websocket.RULES,
    *apigateway_stages.RULES,
    *appsync.RULES,
    *athena.RULES,
    *cloudfront.RULES,
    *cloudwatch.RULES,
    *cloudwatch_alarms.RULES,
    *cloudwatch_logs.RULES,
    *cognito.RULES,
    *cognito_passwords.RULES,
    *dynamodb.RULES,
    *dynamodb_protection.RULES,
    *elasticache.RULES,
    *eventbridge.RULES,
    *eventbridge_rules.RULES,
    *firehose.RULES,
    *glue.RULES,
    *iam.RULES,
    *kinesis.RULES,
    *kms.RULES,
    *lambda_.RULES,
    *lambda_event_sources.RULES,
    *lambda_mapping_settings.RULES,
    *lambda_edge.RULES,
    *lambda_access.RULES,
    *lambda_mappings.RULES,
    *lambda_roles.RULES,
    *lambda_settings.RULES,
    *lambda_stores.RULES,
    *rds.RULES,
    *opensearch.RULES,
    *s3.RULES,
    *s3_buckets.RULES,
    *s3_protection.RULES,
    *scheduler.RULES,
    *scheduler_runs.RULES,
    *sns.RULES,
    *sns_senders.RULES,
    *sqs.RULES,
    *sqs_consumers.RULES,
    *sqs_senders.RULES,
    *ssm.RULES,
    *stepfunctions.RULES,
    *stepfunctions_alarms.RULES,
    *stepfunctions_tasks.RULES,
    *vpc.RULES,
)

RULES: tuple[Rule, ...] = (*OF_SERVICES, exemption_rule({rule.id for rule in OF_SERVICES}))


def violations(
    resources: Iterable[Resource], config: Mapping[str, Mapping[str, float]] | None = None
) -> list[Violation]:
    """Every violation in a stack; ``config`` holds the rules' limits by id."""
    return list(judge(RULES, Graph(resources), config))
