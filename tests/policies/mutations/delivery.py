"""Mutations of queues, rules, subscriptions, schedules and mappings: messages that get lost."""

from __future__ import annotations

import json

from pulumi_aws import cloudwatch, iam, lambda_, scheduler, sns, sqs

from tests.policies.mutations.mutate import (
    Mutation,
    add,
    another,
    arn_of,
    in_json,
    remove,
    statements,
    update,
    without_action,
)

QUEUE, RULE, TARGET = sqs.Queue, cloudwatch.EventRule, cloudwatch.EventTarget
MAPPING, SCHEDULE = lambda_.EventSourceMapping, scheduler.Schedule
SUBSCRIPTION = sns.TopicSubscription
RESERVE, ADVANCE = "inventory-reserve-stock", "orders-advance-order"
NOTICE = "notifications-notices-file-notice"
SWEEP, STREAM = "orders-sweep-orders", "orders-publish-changes"
OTHER_RULE = "arn:aws:cloudwatch:eu-west-1:123456789012:shipping-fulfil-order-rule"


def only_tls(statement):
    return statement["Effect"] == "Deny"


def of_another_rule(document):
    for statement in document["Statement"]:
        if statement["Effect"] == "Allow":
            statement["Condition"] = {"ArnEquals": {"aws:SourceArn": OTHER_RULE}}


def one_receive(document):
    document["maxReceiveCount"] = 1


DLQ = (
    Mutation(
        area="DLQ",
        harm="H",
        what="redrive policy removed from a work queue",
        change=update(QUEUE, f"{RESERVE}-queue", redrivePolicy=None),
        rule="sqs-queue-dead-letter-queue",
    ),
    Mutation(
        area="DLQ",
        harm="H",
        what="queue policy of a rule's DLQ removed",
        change=remove(sqs.QueuePolicy, f"{RESERVE}-dead-letters-policy"),
        rule="sqs-queue-sender-allowed",
    ),
    Mutation(
        area="DLQ",
        harm="H",
        what="queue policy of a rule's DLQ does not allow EventBridge (TLS statement only)",
        change=update(
            sqs.QueuePolicy, f"{RESERVE}-dead-letters-policy", policy=statements(only_tls)
        ),
        rule="sqs-queue-sender-allowed",
    ),
    Mutation(
        area="DLQ",
        harm="H",
        what="queue policy of a rule's DLQ allows another rule (wrong SourceArn)",
        change=update(
            sqs.QueuePolicy, f"{RESERVE}-dead-letters-policy", policy=in_json(of_another_rule)
        ),
        rule="sqs-queue-sender-allowed",
    ),
    Mutation(
        area="DLQ",
        harm="H",
        what="queue policy of an SNS subscription's DLQ does not allow SNS",
        change=update(
            sqs.QueuePolicy, f"{NOTICE}-dead-letters-policy", policy=statements(only_tls)
        ),
        rule="sqs-queue-sender-allowed",
    ),
    Mutation(
        area="DLQ",
        harm="M",
        what="DLQ's redriveAllowPolicy denies this source",
        change=update(
            sqs.RedriveAllowPolicy,
            f"{RESERVE}-dead-letters-sources",
            redriveAllowPolicy=json.dumps({"redrivePermission": "denyAll"}),
        ),
        rule="sqs-dead-letter-queue-source-allowed",
    ),
    Mutation(
        area="DLQ",
        harm="M",
        what="maxReceiveCount 1",
        change=update(QUEUE, f"{RESERVE}-queue", redrivePolicy=in_json(one_receive)),
        rule="sqs-queue-max-receive-count",
    ),
)

DELIVERY = (
    Mutation(
        area="Delivery",
        harm="H",
        what="rule target without DLQ",
        change=update(TARGET, f"{ADVANCE}-target", deadLetterConfig=None),
        rule="eventbridge-target-dead-letter-queue",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="rule with no target",
        change=remove(TARGET, f"{ADVANCE}-target"),
        rule="eventbridge-rule-target",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="rule disabled (state DISABLED)",
        change=update(RULE, f"{ADVANCE}-rule", state="DISABLED"),
        rule="eventbridge-rule-enabled",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="rule subscribes to an event that no service publishes (detail-type misspelt)",
        change=update(
            RULE,
            "analytics-count-order-rule",
            eventPattern=json.dumps({"source": ["orders"], "detail-type": ["OrderConfrmed"]}),
        ),
        rule="eventbridge-rule-known-events",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="SNS subscription without redrive policy",
        change=update(SUBSCRIPTION, f"{NOTICE}-subscription", redrivePolicy=None),
        rule="sns-subscription-dead-letter-queue",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="schedule without DLQ",
        change=update(SCHEDULE, f"{SWEEP}-schedule", target__deadLetterConfig=None),
        rule="scheduler-schedule-dead-letter-queue",
    ),
    Mutation(
        area="Delivery",
        harm="M",
        what="schedule without retry policy",
        change=update(SCHEDULE, f"{SWEEP}-schedule", target__retryPolicy=None),
        rule="scheduler-schedule-retry-policy",
    ),
    Mutation(
        area="Delivery",
        harm="M",
        what="schedule with 0 retries",
        change=update(SCHEDULE, f"{SWEEP}-schedule", target__retryPolicy__maximumRetryAttempts=0.0),
        rule="scheduler-schedule-retry-policy",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="stream mapping without on-failure destination",
        change=update(MAPPING, f"{STREAM}-source", destinationConfig=None),
        rule="lambda-event-source-mapping-on-failure-destination",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="stream mapping without max age and retries (one bad record blocks a day)",
        change=update(
            MAPPING,
            f"{STREAM}-source",
            maximumRetryAttempts=None,
            maximumRecordAgeInSeconds=None,
        ),
        rule="lambda-event-source-mapping-retry-limit",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="stream mapping's on-failure role may not send (role lacks sqs:SendMessage)",
        change=update(
            iam.RolePolicy, f"{STREAM}-permissions", policy=without_action("sqs:SendMessage")
        ),
        rule="lambda-function-destination-allowed",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="queue mapping without ReportBatchItemFailures",
        change=update(MAPPING, f"{ADVANCE}-source", functionResponseTypes=None),
        rule="lambda-event-source-mapping-partial-response",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="event source mapping switched off (enabled false)",
        change=update(MAPPING, f"{ADVANCE}-source", enabled=False),
        rule="lambda-event-source-mapping-enabled",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="work queue with no consumer (mapping removed)",
        change=remove(MAPPING, f"{ADVANCE}-source"),
        rule="sqs-queue-consumer",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="visibility timeout (10 s) below the function's timeout (30 s)",
        change=update(QUEUE, f"{ADVANCE}-queue", visibilityTimeoutSeconds=10.0),
        rule="sqs-queue-visibility-timeout",
    ),
    Mutation(
        area="Delivery",
        harm="M",
        what="function invoked asynchronously with 0 retries",
        change=add(
            lambda_.FunctionEventInvokeConfig,
            "orders-place-order-failures",
            functionName=arn_of(lambda_.Function, "orders-place-order-function"),
            maximumRetryAttempts=0.0,
        ),
        rule="lambda-function-async-retries",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="reserved concurrency 0 (function never runs)",
        change=update(lambda_.Function, f"{ADVANCE}-function", reservedConcurrentExecutions=0.0),
        rule="lambda-function-concurrency",
    ),
    Mutation(
        area="Delivery",
        harm="M",
        what="function may send to the queue that triggers it (recursion)",
        change=update(
            iam.RolePolicy,
            f"{ADVANCE}-permissions",
            policy=another(
                Action="sqs:SendMessage",
                Resource=f"arn:aws:sqs:eu-west-1:123456789012:{ADVANCE}-queue",
            ),
        ),
        rule="lambda-event-source-mapping-recursion",
    ),
    Mutation(
        area="Delivery",
        harm="H",
        what="function writes to the bucket whose notification triggers it (recursion)",
        change=update(
            iam.RolePolicy,
            "media-stored-scan-upload-permissions",
            policy=another(
                Action="s3:PutObject",
                Resource="arn:aws:s3:eu-west-1:123456789012:media-files-bucket-id/*",
            ),
        ),
        rule="s3-notification-write-back",
    ),
    Mutation(
        area="Delivery",
        harm="M",
        what="event cycle: rule -> function's queue, whose function publishes the same event",
        change=update(
            RULE,
            f"{RESERVE}-rule",
            eventPattern=json.dumps(
                {"source": ["inventory"], "detail-type": ["InventoryReserved"]}
            ),
        ),
        rule="eventbridge-rule-loop",
    ),
)
