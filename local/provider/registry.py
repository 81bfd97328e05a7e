"""Every resource type that this provider knows, by its token."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from local.provider.errors import ProviderError
from local.provider.resource import ResourceType

SERVICES = (
    "apigateway",
    "apigateway_guards",
    "apigateway_keys",
    "apigateway_methods",
    "apigateway_settings",
    "apigateway_stages",
    "apigatewayv2",
    "apigatewayv2_responses",
    "apigatewayv2_routes",
    "apigatewayv2_stages",
    "appautoscaling",
    "appsync",
    "appsync_resolvers",
    "athena",
    "cloudfront",
    "cloudfront_functions",
    "cloudfront_policies",
    "cloudwatch",
    "cognito",
    "cognito_clients",
    "cognito_domains",
    "cognito_identity",
    "dynamodb",
    "ec2",
    "ecr",
    "ecs",
    "elasticache",
    "event_destinations",
    "event_rules",
    "events",
    "firehose",
    "glue",
    "iam",
    "iot",
    "kinesis",
    "kms",
    "lambda_",
    "lambda_invocation",
    "lambda_layer",
    "lambda_mapping",
    "log_delivery",
    "logs",
    "mediaconvert",
    "names",
    "neptune",
    "opensearch",
    "rds",
    "s3",
    "s3_access",
    "s3_objects",
    "s3_settings",
    "scheduler",
    "schemas",
    "ses",
    "sfn",
    "sns",
    "sqs",
    "ssm",
    "wafv2",
    "wafv2_addresses",
    "watching",
)


@cache
def resource_types() -> Mapping[str, ResourceType]:
    modules = (import_module(f"local.provider.resource_types.{service}") for service in SERVICES)
    return {kind.token: kind for module in modules for kind in module.TYPES}


def resource_type(token: str) -> ResourceType:
    kind = resource_types().get(token)
    if kind is None:
        known = ", ".join(sorted(resource_types()))
        raise ProviderError(f"the type {token} is not supported here; supported are {known}")
    return kind
