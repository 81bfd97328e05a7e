"""The access log of an API: one JSON object a request, with the numbers that queries need."""

from __future__ import annotations

import json

# The account's one policy for delivered logs, of 5,120 characters, grows by every group but these;
# a REST API writes by the account's own role instead:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
HTTP_FOLDER = "/aws/vendedlogs/apis/"

FIELDS = {
    "requestId": "$context.requestId",
    "sourceIp": "$context.identity.sourceIp",
    "method": "$context.httpMethod",
    "status": "$context.status",
    "responseLatency": "$context.responseLatency",
    "integrationLatency": "$context.integrationLatency",
}

# REST and HTTP APIs call some of the same things by other names.
REST_FORMAT = json.dumps(
    {
        **FIELDS,
        "path": "$context.path",
        "user": "$context.authorizer.claims.cognito:username",
        "traceId": "$context.xrayTraceId",
    }
)
HTTP_FORMAT = json.dumps(
    {
        **FIELDS,
        "path": "$context.path",
        "user": "$context.authorizer.claims.cognito:username",
        "routeKey": "$context.routeKey",
    }
)
