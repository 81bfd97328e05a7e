"""Access log of an API: the JSON object that each request or message is logged as."""

from __future__ import annotations

import json

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
    "user": "$context.authorizer.claims.sub",
}
REST_FORMAT = json.dumps({**FIELDS, "traceId": "$context.xrayTraceId"})
HTTP_FORMAT = json.dumps({**FIELDS, "routeKey": "$context.routeKey"})

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
