"""Patterns: the five architectures."""

from __future__ import annotations

from components.blueprints.pattern import (
    Pattern,
    excluded,
    needs_reason,
    optional,
    recommended,
    required,
)

ALARMS = required("failures set off alarms", "CloudWatch")
TRACES = required("a request can be followed", "X-Ray")
CODE = required("the code runs in functions", "Lambda")

SIMPLE_REST = Pattern(
    name="simple REST",
    entries=(
        CODE,
        required("callers wait for the answer of a route", "REST API"),
        required("what is stored is read and written by key", "DynamoDB"),
        ALARMS,
        TRACES,
        recommended("users sign in, and each has data of their own", "Cognito"),
        optional("static files", "S3"),
        optional("names that other programs look up", "Parameter Store"),
        optional("what fails asynchronously is kept", "Dead-letter queue"),
        excluded("one call has no steps to coordinate: use a workflow blueprint", "Step Functions"),
        excluded("no other part needs to know: use a fan-out blueprint", "EventBridge"),
        excluded("a caller who waits gains nothing by a queue", "SQS"),
        excluded("a caller who waits gains nothing by a topic", "SNS"),
    ),
)

WEB_SOCKET = Pattern(
    name="WebSocket",
    entries=(
        CODE,
        required("clients stay connected, both sides send", "WebSocket API"),
        required("connections are stored, with an expiry", "DynamoDB"),
        ALARMS,
        TRACES,
        optional("for very many connections", "IoT Core"),
        optional("users sign in before they connect", "Cognito"),
        optional("broadcasts to many go by a queue", "SQS"),
        optional("what fails is kept", "Dead-letter queue"),
        needs_reason("messages of clients need no bus", "EventBridge"),
        excluded("a message is answered at once: use a workflow blueprint", "Step Functions"),
    ),
)

FAN_OUT = Pattern(
    name="fan-out",
    entries=(
        CODE,
        required("what fails every try is kept, not lost", "Dead-letter queue"),
        ALARMS,
        TRACES,
        recommended(
            "one message for several subscribers, or rules that choose", "SNS", "EventBridge"
        ),
        recommended("each branch works at its own pace", "SQS"),
        optional("records that make a second delivery harmless", "DynamoDB"),
        optional("changes of a table are the events", "DynamoDB Streams"),
        optional("new objects are the events", "S3"),
        needs_reason("events come from other systems", "REST API"),
        needs_reason("events come from other systems, not from callers who wait", "HTTP API"),
        excluded("branches are independent; steps in order are a workflow", "Step Functions"),
    ),
)

WORKFLOW = Pattern(
    name="workflow",
    entries=(
        required("steps, retries and compensations are a state machine", "Step Functions"),
        CODE,
        ALARMS,
        TRACES,
        recommended("the state of a process is kept beside its execution", "DynamoDB"),
        recommended("the end is published", "SNS", "EventBridge"),
        optional("what fails is kept", "Dead-letter queue"),
        optional("tasks for other workers", "SQS"),
        optional("a route starts the workflow without a function", "REST API", "HTTP API"),
        optional("a front end starts it", "AppSync"),
        needs_reason(
            "ordinary short flows are Standard; Express is for a high rate", "Express workflow"
        ),
    ),
)

MICROSERVICES = Pattern(
    name="hybrid microservices",
    people=5,
    business_functions=11,
    entries=(
        CODE,
        required("queries are synchronous", "REST API", "HTTP API", "AppSync"),
        required("each service has tables of its own", "DynamoDB"),
        required("changes are events", "EventBridge"),
        ALARMS,
        TRACES,
        recommended("events come from the stream of a table, so none is lost", "DynamoDB Streams"),
        recommended("services find each other by parameters", "Parameter Store"),
        optional("inside of one service", "Step Functions"),
        optional("a topic of one service", "SNS"),
        optional("buffers of consumers", "SQS"),
        optional("what fails is kept", "Dead-letter queue"),
        optional("a store for other access patterns", "Redis", "Neptune", "OpenSearch"),
    ),
)

PATTERNS = (SIMPLE_REST, WEB_SOCKET, FAN_OUT, WORKFLOW, MICROSERVICES)
