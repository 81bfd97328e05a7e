"""Mutations of alarms, traces and logs: failures of which nothing is known."""

from __future__ import annotations

from pulumi_aws import (
    apigateway,
    apigatewayv2,
    cloudwatch,
    iam,
    kms,
    lambda_,
    sfn,
    sns,
)

from tests.policies.mutations.mutate import (
    Mutation,
    both,
    remove,
    remove_all,
    statements,
    update,
    without_action,
)

ALARM, TOPIC = cloudwatch.MetricAlarm, sns.Topic
# Without these an alarm notifies by its own actions alone, and one alarm is left on an API's 5xx.
NO_COMPOSITES = remove_all(cloudwatch.CompositeAlarm)
BUDGET = [f"orders-api-error-budget-{window}-alarm" for window in ("now", "hour", "six-hours")]
ALARMS = "platform-alarms"
FAILED = "inventory-reserve-stock-dead-letters-alarm"

REMOVED = (
    (
        "M",
        "function errors",
        "orders-advance-order-errors-alarm",
        "lambda-function-error-rate-alarm",
    ),
    (
        "M",
        "table read throttles",
        "orders-orders-read-throttles-alarm",
        "dynamodb-table-throttle-alarm",
    ),
    (
        "M",
        "table write throttles",
        "orders-orders-write-throttles-alarm",
        "dynamodb-table-throttle-alarm",
    ),
    ("H", "dead letters", FAILED, "sqs-dead-letter-queue-alarm"),
    ("M", "HTTP API p99 latency", "inventory-api-latency-alarm", "apigateway-stage-latency-alarm"),
    ("M", "REST API p99 latency", "orders-api-latency-alarm", "apigateway-stage-latency-alarm"),
    ("M", "REST API 5xx", "orders-api-server-errors-alarm", "apigateway-stage-error-alarm"),
    (
        "M",
        "oldest message of a queue",
        "orders-advance-order-age-alarm",
        "lambda-event-source-mapping-age-alarm",
    ),
    (
        "H",
        "workflow failures (first)",
        "reports-daily-failures-alarm",
        "stepfunctions-state-machine-failure-alarm",
    ),
    (
        "M",
        "workflow timeouts",
        "reports-daily-timeouts-alarm",
        "stepfunctions-state-machine-unfinished-alarm",
    ),
    (
        "L",
        "workflow aborts",
        "reports-daily-aborts-alarm",
        "stepfunctions-state-machine-unfinished-alarm",
    ),
    (
        "M",
        "schedule target errors",
        "orders-sweep-orders-target-alarm",
        "scheduler-schedule-delivery-alarm",
    ),
    (
        "H",
        "schedule dropped",
        "orders-sweep-orders-dropped-alarm",
        "scheduler-schedule-delivery-alarm",
    ),
    (
        "H",
        "failed compensations (business)",
        "orders-compensations-failed-alarm",
        "stepfunctions-compensation-alarm",
    ),
)


def denied(statement):
    """A statement of those that deny plain http, which stays."""
    return statement["Effect"] == "Deny"


def of_the_account(statement):
    """The statement of a key that is for its owner, which stays."""
    return "Service" not in statement["Principal"]


OF_ALARMS = (
    *(
        Mutation(
            area="Alarms",
            harm=harm,
            what=f"alarm removed: {what}",
            change=remove(ALARM, name, *(BUDGET if what == "REST API 5xx" else ())),
            rule=rule,
        )
        for harm, what, name, rule in REMOVED
    ),
    Mutation(
        area="Alarms",
        harm="H",
        what="alarm actions removed",
        change=both(NO_COMPOSITES, update(ALARM, FAILED, alarmActions=None)),
        rule="cloudwatch-alarm-action",
    ),
    Mutation(
        area="Alarms",
        harm="H",
        what="actionsEnabled false",
        change=both(NO_COMPOSITES, update(ALARM, FAILED, actionsEnabled=False)),
        rule="cloudwatch-alarm-action",
    ),
    Mutation(
        area="Alarms",
        harm="H",
        what="alarm action is a topic with no subscription",
        change=remove(sns.TopicSubscription, f"{ALARMS}-platform-alarms@example.com"),
        rule="sns-alarm-topic-subscription",
    ),
    Mutation(
        area="Alarms",
        harm="H",
        what="alarm topic's policy does not allow CloudWatch",
        change=update(sns.TopicPolicy, f"{ALARMS}-policy", policy=statements(denied)),
        rule="sns-alarm-topic-policy",
    ),
    Mutation(
        area="Alarms",
        harm="H",
        what="alarm topic's KMS key does not allow CloudWatch",
        change=update(kms.Key, f"{ALARMS}-key", policy=statements(of_the_account)),
        rule="sns-alarm-topic-key",
    ),
    Mutation(
        area="Alarms",
        harm="H",
        what="alarm topic uses AWS's managed key (CloudWatch cannot use it)",
        change=update(TOPIC, f"{ALARMS}-topic", kmsMasterKeyId="alias/aws/sns"),
        rule="sns-alarm-topic-key",
    ),
    Mutation(
        area="Alarms",
        harm="H",
        what="dead-letter alarm counts NumberOfMessagesSent (misses redriven messages)",
        change=update(ALARM, FAILED, metricName="NumberOfMessagesSent"),
        rule="sqs-dead-letter-queue-alarm",
    ),
    Mutation(
        area="Alarms",
        harm="H",
        what="dead-letter alarm has a threshold of 100 messages",
        change=update(ALARM, FAILED, threshold=100.0),
        rule="sqs-dead-letter-queue-alarm",
    ),
    Mutation(
        area="Alarms",
        harm="H",
        what="alarm watches the right metric of a wrong name (hard-coded QueueName)",
        change=update(ALARM, FAILED, dimensions={"QueueName": "reserve-stock-failed"}),
        rule="sqs-dead-letter-queue-alarm",
    ),
)

OF_TRACES = (
    Mutation(
        area="Tracing",
        harm="M",
        what="tracing off on a function (PassThrough)",
        change=update(
            lambda_.Function, "orders-advance-order-function", tracingConfig={"mode": "PassThrough"}
        ),
        rule="lambda-function-tracing-active",
    ),
    Mutation(
        area="Tracing",
        harm="M",
        what="tracing off on a REST stage",
        change=update(apigateway.Stage, "orders-api-stage", xrayTracingEnabled=False),
        rule="apigateway-stage-tracing-enabled",
    ),
    Mutation(
        area="Tracing",
        harm="M",
        what="tracing off on a state machine",
        change=update(sfn.StateMachine, "orders-saga-machine", tracingConfiguration=None),
        rule="stepfunctions-state-machine-tracing-enabled",
    ),
    Mutation(
        area="Tracing",
        harm="M",
        what="function's role may not write traces",
        change=update(
            iam.RolePolicy,
            "orders-advance-order-permissions",
            policy=without_action("xray:PutTraceSegments"),
        ),
        rule="lambda-function-trace-allowed",
    ),
    Mutation(
        area="Tracing",
        harm="L",
        what="log group never expires (function)",
        change=update(cloudwatch.LogGroup, "orders-advance-order-logs", retentionInDays=None),
        rule="cloudwatch-log-group-retention",
    ),
    Mutation(
        area="Tracing",
        harm="M",
        what="access logs missing (HTTP stage)",
        change=update(apigatewayv2.Stage, "inventory-api-stage", accessLogSettings=None),
        rule="apigateway-stage-access-log",
    ),
    Mutation(
        area="Tracing",
        harm="M",
        what="access logs missing (REST stage)",
        change=update(apigateway.Stage, "orders-api-stage", accessLogSettings=None),
        rule="apigateway-stage-access-log",
    ),
    Mutation(
        area="Tracing",
        harm="L",
        what="access log is not JSON",
        change=update(
            apigateway.Stage,
            "orders-api-stage",
            accessLogSettings__format="$context.requestId $context.status",
        ),
        rule="apigateway-stage-access-log-format",
    ),
    Mutation(
        area="Tracing",
        harm="H",
        what="data trace on in prod (full payloads in logs)",
        change=update(
            apigateway.MethodSettings, "orders-api-settings", settings__dataTraceEnabled=True
        ),
        rule="apigateway-data-trace-disabled",
    ),
    Mutation(
        area="Tracing",
        harm="H",
        what="state machine logs execution data in prod",
        change=update(
            sfn.StateMachine,
            "orders-saga-machine",
            loggingConfiguration__includeExecutionData=True,
        ),
        rule="stepfunctions-state-machine-execution-data",
    ),
)

OF_THE_DASHBOARDS = Mutation(
    area="Function",
    harm="L",
    what="dashboards removed",
    change=remove_all(cloudwatch.Dashboard),
    why_not="lambda-function-dashboard warns: a dashboard changes nothing of what happens, and "
    "alarms are asked for by rules of their own",
)
