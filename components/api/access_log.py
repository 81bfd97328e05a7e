"""Access log of an API: the JSON object that each request or message is logged as."""

from __future__ import annotations

import json
from typing import Any

import pulumi_aws as aws

# The account has one resource policy for delivered logs, of at most 5,120 characters. It grows by
# every log group outside this folder; a REST API writes by the account's own role instead:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
HTTP_FOLDER = "/aws/vendedlogs/apis/"

FIELDS = {
    "requestId": "$context.requestId",
    "sourceIp": "$context.identity.sourceIp",
    "method": "$context.httpMethod",
    "status": "$context.status",
    "responseLatency": "$context.responseLatency",
    "integrationLatency": "$context.integrationLatency",
    "path": "$context.path",
}

# Who made the request, by what let it in: a token that API Gateway has verified, a function's
# policy, or a function's simple response, whose context has what ``runtime.api.authorizer`` gives.
BY_TOKEN = "$context.authorizer.claims.sub"
BY_POLICY = "$context.authorizer.principalId"
BY_RESPONSE = "$context.authorizer.userId"


def settings(group: aws.cloudwatch.LogGroup, written: str) -> Any:
    """The settings of a stage that writes these objects to a log group."""
    return {"destination_arn": group.arn, "format": written}


def rest_format(user: str = BY_TOKEN) -> str:
    """The object of a request to a REST API."""
    return json.dumps({**FIELDS, "user": user, "traceId": "$context.xrayTraceId"})


def http_format(user: str = BY_TOKEN) -> str:
    """The object of a request to an HTTP API."""
    return json.dumps({**FIELDS, "user": user, "routeKey": "$context.routeKey"})


# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-mapping-template-reference.html
WEBSOCKET_FORMAT = json.dumps(
    {
        "requestId": "$context.requestId",
        "sourceIp": "$context.identity.sourceIp",
        "connectionId": "$context.connectionId",
        "eventType": "$context.eventType",
        "routeKey": "$context.routeKey",
        "status": "$context.status",
        "integrationLatency": "$context.integrationLatency",
        "error": "$context.error.message",
        "user": "$context.authorizer.userId",
    }
)
