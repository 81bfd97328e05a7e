"""AppSync rules: what they allow and what they refuse."""

from __future__ import annotations

from typing import Any

from pulumi_aws import appsync as aws
from pulumi_aws import cloudfront, cloudwatch, wafv2

from policies.framework.resource import Resource
from policies.rules import appsync
from tests.policies.asking import Stack, all_violations, passes, shown
from tests.policies.stacks import arn, resource

LOG = {"fieldLogLevel": "ERROR", "cloudwatchLogsRoleArn": "logs", "excludeVerboseContent": True}
IDENTITY = "export function request(ctx) { return { payload: ctx.identity.sub }; }"
HEADERS = "export function request(ctx) { return ctx.request.headers; }"
PLAIN = "export function request(ctx) { return { payload: ctx.args.id }; }"
ALARM = {
    "comparisonOperator": "GreaterThanThreshold",
    "evaluationPeriods": 5,
    "extendedStatistic": "p99",
    "metricName": "Latency",
    "namespace": "AWS/AppSync",
    "threshold": 1000,
}


def api(**properties: Any) -> Resource:
    return resource(aws.GraphQLApi, "g", **properties)


def cached(stack: str = "dev", **properties: Any) -> Stack:
    """An API with a cache."""
    given = resource(aws.GraphQLApi, "g", stack=stack, **properties)
    return [given, resource(aws.ApiCache, "c", stack=stack, refers={"apiId": [given]})]


def watched(**changes: Any) -> Stack:
    """An API, and an alarm on the 99th percentile of its latency, with anything changed."""
    watches = api(id="g1")
    inputs = {**ALARM, "dimensions": {"GraphQLAPIId": "g1"}, **changes}
    alarm = resource(cloudwatch.MetricAlarm, "slow", refers={"dimensions": [watches]}, **inputs)
    return [watches, alarm]


def resolver(code: str, *keys: str) -> Resource:
    config = {"ttl": 60, "cachingKeys": [*keys]}
    return resource(aws.Resolver, "r", code=code, cachingConfig=config)


def cache(**properties: Any) -> Resource:
    given = {"atRestEncryptionEnabled": True, "transitEncryptionEnabled": True}
    return resource(aws.ApiCache, "c", **{**given, **properties})


API = api(arn=arn("appsync", "apis/g"))


def before(**properties: Any) -> Stack:
    """An API behind a distribution."""
    refers = {"origins": [API]}
    return [API, resource(cloudfront.Distribution, "d", refers, **properties)]


ALLOWED = {
    appsync.graphql_api_has_web_acl: {
        "its own": [API, resource(wafv2.WebAclAssociation, "w", {"resourceArn": [API]})],
        "that of a distribution": before(webAclId=arn("wafv2", "acl")),
        "within a network": [api(visibility="PRIVATE")],
    },
    appsync.graphql_api_is_traced: {"it is traced": [api(xrayEnabled=True)]},
    appsync.graphql_api_logs_fields: {
        "failed fields": [api(logConfig=LOG)],
        "all fields": [api(logConfig={**LOG, "fieldLogLevel": "ALL"})],
    },
    appsync.graphql_api_log_has_no_content: {
        "content is excluded": [api(logConfig=LOG)],
        "there is no log": [api()],
        "fields are not logged": [api(logConfig={"fieldLogLevel": "NONE"})],
    },
    appsync.graphql_api_limits_queries: {
        "both limits": [api(queryDepthLimit=5, resolverCountLimit=100)],
    },
    appsync.graphql_api_hides_its_schema: {"it is off": [api(introspectionConfig="DISABLED")]},
    appsync.graphql_api_has_more_than_a_key: {
        "a user pool": [api(authenticationType="AMAZON_COGNITO_USER_POOLS")],
        "a key beside": [
            api(
                authenticationType="AWS_IAM",
                additionalAuthenticationProviders=[{"authenticationType": "API_KEY"}],
            )
        ],
    },
    appsync.graphql_api_has_latency_alarm: {
        "the 99th percentile": watched(),
        "the maximum": watched(extendedStatistic=None, statistic="Maximum"),
    },
    appsync.api_cache_is_encrypted: {"at rest and in transit": [cache()]},
    appsync.cached_resolver_knows_its_caller: {
        "the caller is in the key": [resolver(IDENTITY, "$context.identity.sub")],
        "the caller is not read": [resolver(PLAIN, "$context.arguments.id")],
        "nothing is cached": [resource(aws.Resolver, "r", code=IDENTITY)],
    },
    appsync.api_cache_says_why_it_is_always_on: {
        "no cache": [api()],
        "in prod": cached("prod"),
        "with the reason": cached(tags={"always-on": "answers are compared"}),
    },
}
REFUSED = {
    appsync.graphql_api_has_web_acl: {
        "nothing is before it": [api()],
        "it is said to be public": [api(visibility="GLOBAL")],
        "a distribution without one": before(),
    },
    appsync.graphql_api_is_traced: {
        "nothing is set": [api()],
        "it is switched off": [api(xrayEnabled=False)],
    },
    appsync.graphql_api_logs_fields: {
        "nothing is set": [api()],
        "no level": [api(logConfig={**LOG, "fieldLogLevel": "NONE"})],
    },
    appsync.graphql_api_log_has_no_content: {
        "nothing is said": [api(logConfig={"fieldLogLevel": "ERROR"})],
        "content is included": [api(logConfig={**LOG, "excludeVerboseContent": False})],
    },
    appsync.graphql_api_limits_queries: {
        "no limits": [api()],
        "no depth": [api(queryDepthLimit=0, resolverCountLimit=100)],
        "no count": [api(queryDepthLimit=5)],
    },
    appsync.graphql_api_hides_its_schema: {
        "nothing is set": [api()],
        "it is on": [api(introspectionConfig="ENABLED")],
    },
    appsync.graphql_api_has_more_than_a_key: {
        "a key is the default": [api(authenticationType="API_KEY")],
    },
    appsync.graphql_api_has_latency_alarm: {
        "no alarm": [api(id="g1")],
        "the average": watched(extendedStatistic=None, statistic="Average"),
        "the 90th percentile": watched(extendedStatistic="p90"),
        "another metric": watched(metricName="Requests"),
        "when it is low": watched(comparisonOperator="LessThanThreshold"),
    },
    appsync.api_cache_is_encrypted: {
        "not at rest": [cache(atRestEncryptionEnabled=False)],
        "not in transit": [cache(transitEncryptionEnabled=None)],
    },
    appsync.cached_resolver_knows_its_caller: {
        "the identity": [resolver(IDENTITY, "$context.arguments.id")],
        "the headers": [resolver(HEADERS)],
    },
    appsync.api_cache_says_why_it_is_always_on: {"no reason": cached()},
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
