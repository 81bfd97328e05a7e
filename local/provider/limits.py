"""Limits: values that pulumi-aws refuses at check time, with its property and its limits.

Source: the validation functions of the Terraform provider of AWS, from which pulumi-aws is made
(``internal/service`` of https://github.com/hashicorp/terraform-provider-aws); they follow the API
references of each service.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local.provider.wire import Props


@dataclass(frozen=True)
class Range:
    """A whole number from ``low`` to ``high``."""

    low: int
    high: int

    def against(self, value: Any) -> str | None:
        fits = not isinstance(value, int | float) or self.low <= value <= self.high
        return None if fits else f"in the range ({self.low} - {self.high})"


@dataclass(frozen=True)
class OneOf:
    """One of some values."""

    values: tuple[Any, ...]

    def against(self, value: Any) -> str | None:
        fits = not isinstance(value, str | int | float) or value in self.values
        return None if fits else f"one of {', '.join(map(str, self.values))}"


Limits = Mapping[str, Range | OneOf]
RETENTION = OneOf(
    (
        *(0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827),
        *(2192, 2557, 2922, 3288, 3653),
    )
)
LIMITS: Mapping[str, Limits] = {
    "aws:apigateway/restApi:RestApi": {"apiKeySource": OneOf(("AUTHORIZER", "HEADER"))},
    "aws:apigatewayv2/api:Api": {"protocolType": OneOf(("HTTP", "WEBSOCKET"))},
    "aws:apigatewayv2/authorizer:Authorizer": {
        "authorizerResultTtlInSeconds": Range(0, 3600),
        "authorizerType": OneOf(("JWT", "REQUEST")),
    },
    "aws:apigatewayv2/integration:Integration": {
        "integrationType": OneOf(("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK")),
        "timeoutMilliseconds": Range(50, 30_000),
    },
    "aws:apigatewayv2/route:Route": {
        "authorizationType": OneOf(("AWS_IAM", "CUSTOM", "JWT", "NONE"))
    },
    "aws:appsync/apiCache:ApiCache": {
        "apiCachingBehavior": OneOf(
            ("FULL_REQUEST_CACHING", "PER_RESOLVER_CACHING", "OPERATION_LEVEL_CACHING")
        ),
        "type": OneOf(
            (
                *("T2_SMALL", "T2_MEDIUM", "R4_LARGE", "R4_XLARGE", "R4_2XLARGE", "R4_4XLARGE"),
                *("R4_8XLARGE", "SMALL", "MEDIUM", "LARGE", "XLARGE"),
                *("LARGE_2X", "LARGE_4X", "LARGE_8X", "LARGE_12X"),
            )
        ),
    },
    "aws:appsync/dataSource:DataSource": {
        "type": OneOf(
            (
                *("AWS_LAMBDA", "AMAZON_DYNAMODB", "AMAZON_ELASTICSEARCH", "NONE", "HTTP"),
                *("RELATIONAL_DATABASE", "AMAZON_OPENSEARCH_SERVICE", "AMAZON_EVENTBRIDGE"),
                "AMAZON_BEDROCK_RUNTIME",
            )
        )
    },
    "aws:appsync/function:Function": {"maxBatchSize": Range(0, 2000)},
    "aws:appsync/graphQLApi:GraphQLApi": {
        "authenticationType": OneOf(
            (
                *("API_KEY", "AWS_IAM", "AMAZON_COGNITO_USER_POOLS"),
                *("OPENID_CONNECT", "AWS_LAMBDA"),
            )
        ),
        "introspectionConfig": OneOf(("ENABLED", "DISABLED")),
        "queryDepthLimit": Range(0, 75),
        "resolverCountLimit": Range(0, 10_000),
        "visibility": OneOf(("GLOBAL", "PRIVATE")),
    },
    "aws:appsync/resolver:Resolver": {
        "kind": OneOf(("UNIT", "PIPELINE")),
        "maxBatchSize": Range(0, 2000),
    },
    "aws:cloudfront/function:Function": {
        "runtime": OneOf(("cloudfront-js-1.0", "cloudfront-js-2.0"))
    },
    "aws:cloudwatch/eventApiDestination:EventApiDestination": {
        "invocationRateLimitPerSecond": Range(1, 300)
    },
    "aws:cloudwatch/logGroup:LogGroup": {
        "retentionInDays": RETENTION,
        "logGroupClass": OneOf(("STANDARD", "INFREQUENT_ACCESS", "DELIVERY")),
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        "evaluationPeriods": Range(1, 2**31),
        "datapointsToAlarm": Range(1, 2**31),
        "treatMissingData": OneOf(("breaching", "ignore", "missing", "notBreaching")),
    },
    "aws:dynamodb/table:Table": {"billingMode": OneOf(("PAY_PER_REQUEST", "PROVISIONED"))},
    "aws:iam/role:Role": {"maxSessionDuration": Range(3600, 43_200)},
    "aws:kms/key:Key": {"deletionWindowInDays": Range(7, 30)},
    "aws:lambda/eventSourceMapping:EventSourceMapping": {
        "maximumRecordAgeInSeconds": Range(-1, 604_800),
        "maximumRetryAttempts": Range(-1, 10_000),
        "parallelizationFactor": Range(1, 10),
    },
    "aws:lambda/function:Function": {
        "memorySize": Range(128, 10_240),
        "timeout": Range(1, 900),
    },
    "aws:sfn/stateMachine:StateMachine": {"type": OneOf(("EXPRESS", "STANDARD"))},
    "aws:sns/topic:Topic": {"signatureVersion": Range(1, 2)},
    "aws:sqs/queue:Queue": {
        "delaySeconds": Range(0, 900),
        "kmsDataKeyReusePeriodSeconds": Range(60, 86_400),
        "maxMessageSize": Range(1024, 1_048_576),
        "messageRetentionSeconds": Range(60, 1_209_600),
        "receiveWaitTimeSeconds": Range(0, 20),
        "visibilityTimeoutSeconds": Range(0, 43_200),
    },
    "aws:ssm/parameter:Parameter": {"type": OneOf(("SecureString", "String", "StringList"))},
    "aws:wafv2/webAcl:WebAcl": {"scope": OneOf(("CLOUDFRONT", "REGIONAL"))},
}

# The form of a name, where a switch of the resource decides on its end.
QUEUE, TOPIC = "aws:sqs/queue:Queue", "aws:sns/topic:Topic"
FIFO = {QUEUE: ("fifoQueue", 80), TOPIC: ("fifoTopic", 256)}


def beyond(token: str, inputs: Props) -> Iterator[str]:
    """What of a resource's inputs pulumi-aws would refuse; an unknown value is not judged."""
    for name, limit in LIMITS.get(token, {}).items():
        if name in inputs and (expected := limit.against(inputs[name])):
            yield f"expected {name} to be {expected}, got {inputs[name]}"
    if token in FIFO:
        yield from _named(token, inputs)


def _named(token: str, inputs: Props) -> Iterator[str]:
    switch, longest = FIFO[token]
    name, fifo = inputs.get("name"), inputs.get(switch) is True
    end = r"\.fifo" if fifo else ""
    most = longest - len(".fifo") * fifo
    if isinstance(name, str) and not re.fullmatch(rf"[0-9A-Za-z_-]{{1,{most}}}{end}", name):
        wanted = f"1 to {most} letters, digits, hyphens and underscores" + " and .fifo" * fifo
        yield f"invalid name: expected {wanted}, got {name}"
    if not fifo and inputs.get("contentBasedDeduplication") is True:
        yield f"contentBasedDeduplication can only be set with {switch}"
