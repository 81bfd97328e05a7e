"""Services: which AWS services a stack has, by the types and settings of its resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

Service: TypeAlias = Literal[
    "AppSync",
    "CloudWatch",
    "Cognito",
    "Dead-letter queue",
    "DynamoDB",
    "DynamoDB Streams",
    "EventBridge",
    "Express workflow",
    "HTTP API",
    "IoT Core",
    "Lambda",
    "Neptune",
    "OpenSearch",
    "Parameter Store",
    "Redis",
    "REST API",
    "S3",
    "SNS",
    "SQS",
    "Step Functions",
    "WebSocket API",
    "X-Ray",
]
Inputs: TypeAlias = Mapping[str, Any]

# Topics that alarms notify have mail and pagers as subscribers; these are consumers.
CONSUMERS = ("sqs", "lambda", "firehose")

# By type: what a resource of it is of, and with which settings.
SERVICES: dict[str, tuple[tuple[Service, Callable[[Inputs], bool]], ...]] = {}


def services_of(kind: str, inputs: Inputs) -> set[Service]:
    """What a resource makes a stack have; ``inputs`` as the provider or as Python names them."""
    return {service for service, asked in SERVICES.get(kind, ()) if asked(inputs)}


def _has(kind: str, *services: Service) -> None:
    SERVICES[f"aws:{kind}"] = tuple((service, lambda _: True) for service in services)


def _if(kind: str, service: Service, asked: Callable[[Inputs], bool]) -> None:
    SERVICES[f"aws:{kind}"] = (*SERVICES.get(f"aws:{kind}", ()), (service, asked))


def _given(inputs: Inputs, name: str, python: str) -> Any:
    return inputs.get(name, inputs.get(python))


def _protocol(*expected: str) -> Callable[[Inputs], bool]:
    return lambda inputs: _given(inputs, "protocolType", "protocol_type") in expected


_has("lambda/function:Function", "Lambda")
_if(
    "lambda/function:Function",
    "X-Ray",
    lambda i: bool(_given(i, "tracingConfig", "tracing_config")),
)
_has("apigateway/restApi:RestApi", "REST API")
_if("apigatewayv2/api:Api", "HTTP API", _protocol("HTTP"))
_if("apigatewayv2/api:Api", "WebSocket API", _protocol("WEBSOCKET"))
_has("appsync/graphQLApi:GraphQLApi", "AppSync")
_has("cloudwatch/metricAlarm:MetricAlarm", "CloudWatch")
_has("cognito/userPool:UserPool", "Cognito")
_has("dynamodb/table:Table", "DynamoDB")
_if(
    "dynamodb/table:Table",
    "DynamoDB Streams",
    lambda i: _given(i, "streamEnabled", "stream_enabled") is True,
)
_has("cloudwatch/eventBus:EventBus", "EventBridge")
_has("cloudwatch/eventRule:EventRule", "EventBridge")
_has("iot/topicRule:TopicRule", "IoT Core")
_has("neptune/cluster:Cluster", "Neptune")
_has("opensearch/domain:Domain", "OpenSearch")
_has("ssm/parameter:Parameter", "Parameter Store")
_has("elasticache/serverlessCache:ServerlessCache", "Redis")
_has("s3/bucket:Bucket", "S3")
_if("sns/topicSubscription:TopicSubscription", "SNS", lambda i: i.get("protocol") in CONSUMERS)
# A queue that messages fail out of is at work; one without a redrive policy is where they end.
_if("sqs/queue:Queue", "SQS", lambda i: bool(_given(i, "redrivePolicy", "redrive_policy")))
_if(
    "sqs/queue:Queue",
    "Dead-letter queue",
    lambda i: not _given(i, "redrivePolicy", "redrive_policy"),
)
_has("sfn/stateMachine:StateMachine", "Step Functions")
_if("sfn/stateMachine:StateMachine", "Express workflow", lambda i: i.get("type") == "EXPRESS")
