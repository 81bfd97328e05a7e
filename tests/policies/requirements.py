"""Requirements: what was asked of the pack, by its number, and the rules that hold it.

A name with a dot is a check of ``platform check``, on the cards or the source of a service.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Requirement:
    """One line: its rules, or the reason why it is held in another way."""

    number: str
    what: str
    rules: tuple[str, ...] = ()
    reason: str = ""


REQUIREMENTS = (
    Requirement(
        "POL-00",
        "a pack whose rules can be imported, with levels, limits and exemptions",
        reason="tests/policies/test_pack.py and test_configuration.py show it",
    ),
    Requirement("POL-01", "a queue has a dead-letter queue", ("sqs-queue-dead-letter-queue",)),
    Requirement("POL-02", "three to five receives", ("sqs-queue-max-receive-count",)),
    Requirement(
        "POL-03",
        "asynchronous invocations have a destination of failures",
        ("lambda-function-on-failure-destination",),
    ),
    Requirement(
        "POL-04",
        "a stream's mapping has a destination of failures",
        ("lambda-event-source-mapping-on-failure-destination",),
    ),
    Requirement(
        "POL-05", "a subscription has a dead-letter queue", ("sns-subscription-dead-letter-queue",)
    ),
    Requirement(
        "POL-06",
        "a target has a dead-letter queue",
        ("eventbridge-target-dead-letter-queue", "scheduler-schedule-dead-letter-queue"),
    ),
    Requirement("POL-07", "functions are traced", ("lambda-function-tracing-active",)),
    Requirement("POL-08", "stages of REST APIs are traced", ("apigateway-stage-tracing-enabled",)),
    Requirement("POL-09", "GraphQL APIs are traced", ("appsync-graphql-api-tracing-enabled",)),
    Requirement(
        "POL-10",
        "state machines are traced and logged",
        ("stepfunctions-state-machine-tracing-enabled", "stepfunctions-state-machine-logging"),
    ),
    Requirement(
        "POL-11", "an alarm on the error rate of a function", ("lambda-function-error-rate-alarm",)
    ),
    Requirement(
        "POL-12",
        "an alarm on the first message of a dead-letter queue",
        ("sqs-dead-letter-queue-alarm",),
    ),
    Requirement(
        "POL-13", "an alarm on the first throttle of a table", ("dynamodb-table-throttle-alarm",)
    ),
    Requirement(
        "POL-14",
        "an alarm on the 99th percentile of latency",
        ("apigateway-stage-latency-alarm", "appsync-graphql-api-latency-alarm"),
    ),
    Requirement(
        "POL-15", "an alarm on failed executions", ("stepfunctions-state-machine-failure-alarm",)
    ),
    Requirement("POL-16", "a stated timeout", ("lambda-function-timeout",)),
    Requirement("POL-17", "a stated memory, within the limits", ("lambda-function-memory",)),
    Requirement(
        "POL-18",
        "visibility timeout above the consumer's timeout",
        ("sqs-queue-visibility-timeout",),
    ),
    Requirement(
        "POL-19", "partial batch responses", ("lambda-event-source-mapping-partial-response",)
    ),
    Requirement(
        "POL-20",
        "no function for everything",
        ("lambda-function-operations", "design_source.of_module"),
    ),
    Requirement(
        "POL-21",
        "no function invokes itself",
        ("lambda-function-self-invocation", "design_source.of_module"),
    ),
    Requirement(
        "POL-22",
        "no function invokes another",
        ("lambda-function-chaining", "design_source.of_module"),
    ),
    Requirement(
        "POL-23", "no function waits", ("lambda-function-api-timeout", "design_source.of_module")
    ),
    Requirement(
        "POL-24",
        "small packages, without the SDK",
        ("design_source.bundled", "design_source.too_large"),
    ),
    Requirement(
        "POL-25", "no lift and shift", ("lambda-function-lift-and-shift", "design_source.of_source")
    ),
    Requirement(
        "POL-26", "no distributed monolith", ("card_check.problems", "card_check.warnings")
    ),
    Requirement("POL-27", "no workload that Lambda does not suit", ("lambda-function-workload",)),
    Requirement("POL-28", "no needless workflow", ("stepfunctions-state-machine-needed",)),
    Requirement("POL-29", "no needless bus", ("eventbridge-bus-needed",)),
    Requirement(
        "POL-30",
        "no services that are split too far",
        ("design_cards.shared_context", "design_cards.over_split"),
    ),
    Requirement("POL-31", "no needless queue", ("lambda-function-queue-reply",)),
    Requirement("POL-32", "no bucket as a database", ("lambda-function-bucket-as-database",)),
    Requirement(
        "POL-33",
        "no wildcards in policies",
        ("iam-policy-action-wildcard", "iam-policy-resource-wildcard"),
    ),
    Requirement(
        "POL-34",
        "encryption at rest",
        (
            "sqs-queue-encrypted",
            "sns-topic-encrypted",
            "kinesis-stream-encrypted",
            "elasticache-cache-encrypted",
            "rds-instance-encrypted",
            "neptune-cluster-encrypted",
            "opensearch-domain-encryption",
            "firehose-delivery-stream-encrypted",
            "apigateway-cache-encrypted",
            "appsync-api-cache-encrypted",
            "athena-workgroup-results-encrypted",
        ),
    ),
    Requirement("POL-35", "buckets block public access", ("s3-bucket-public-access-blocked",)),
    Requirement(
        "POL-36",
        "listed origins",
        (
            "apigateway-cors-origins-listed",
            "lambda-function-url-cors-origins-listed",
            "s3-bucket-cors-origins-listed",
            "cloudfront-response-headers-policy-cors-origins-listed",
        ),
    ),
    Requirement(
        "POL-37", "no requests in full in logs of prod", ("apigateway-data-trace-disabled",)
    ),
    Requirement(
        "POL-38",
        "an authorizer, or declared public",
        ("apigateway-route-authorizer", "lambda-function-url-authorizer"),
    ),
    Requirement(
        "POL-39",
        "throttles and usage plans",
        (
            "apigateway-stage-throttle",
            "apigateway-stage-usage-plan",
            "apigateway-usage-plan-limits",
        ),
    ),
    Requirement("POL-40", "access logs", ("apigateway-stage-access-log",)),
    Requirement("POL-41", "bodies are validated", ("apigateway-method-body-validated",)),
    Requirement("POL-42", "responses are kept a minute to an hour", ("apigateway-cache-ttl",)),
    Requirement("POL-43", "no table of two services", ("dynamodb-table-owner",)),
    Requirement(
        "POL-44", "an authorizer of connections", ("apigateway-websocket-connect-authorizer",)
    ),
    Requirement(
        "POL-45", "connections end in their table", ("apigateway-websocket-connections-ttl",)
    ),
    Requirement("POL-46", "billed by request outside prod", ("dynamodb-table-on-demand",)),
    Requirement("POL-47", "logs end", ("cloudwatch-log-group-retention",)),
    Requirement("POL-48", "supported runtimes", ("lambda-function-runtime",)),
    Requirement(
        "POL-49",
        "tasks have a timeout and a retry",
        ("stepfunctions-task-timeout", "stepfunctions-task-retry"),
    ),
    Requirement("POL-50", "limits of express workflows", ("stepfunctions-express-limits",)),
    Requirement("POL-51", "batches are halved", ("lambda-event-source-mapping-bisect",)),
    Requirement("POL-52", "limits of stream mappings", ("lambda-event-source-mapping-limits",)),
    Requirement(
        "POL-53",
        "no secret in a variable",
        ("lambda-function-variable-secret", "ssm-parameter-secret"),
    ),
    Requirement(
        "POL-54",
        "what holds data is kept",
        (
            "dynamodb-table-deletion-protection",
            "s3-bucket-force-destroy",
            "cognito-user-pool-deletion-protection",
            "rds-instance-kept",
            "neptune-cluster-kept",
        ),
    ),
    Requirement(
        "POL-55",
        "schedules retry, and their failures have an alarm",
        (
            "eventbridge-schedule-retry-policy",
            "eventbridge-schedule-failure-alarm",
            "scheduler-schedule-retry-policy",
            "scheduler-schedule-failure-alarm",
        ),
    ),
    Requirement(
        "POL-56",
        "critical functions are warm",
        ("lambda-function-provisioned-concurrency",),
    ),
    Requirement(
        "POL-57", "a limit on connections to a database", ("lambda-function-database-concurrency",)
    ),
    Requirement("POL-58", "limits at the edge", ("lambda-edge-function-limits",)),
    Requirement("POL-59", "a second factor", ("cognito-user-pool-mfa",)),
    Requirement("POL-60", "services are registered", ("ssm-parameter-endpoint",)),
    Requirement(
        "POL-61",
        "the dead-letter queue of a FIFO queue is FIFO",
        ("sqs-queue-fifo-dead-letter-queue",),
    ),
    Requirement("POL-62", "buckets have a lifecycle", ("s3-bucket-lifecycle",)),
    Requirement(
        "POL-63",
        "no write-back loop",
        ("s3-notification-write-back", "lambda-event-source-mapping-recursion"),
    ),
    Requirement("POL-64", "no event cycle", ("eventbridge-rule-loop", "card_check.problems")),
    Requirement("POL-65", "few synchronous calls", ("design_cards.many_calls",)),
    Requirement(
        "POL-66",
        "what undoes a step",
        (
            "design_cards.without_compensation",
            "stepfunctions-task-catch",
            "stepfunctions-compensation-alarm",
        ),
    ),
    Requirement(
        "POL-67",
        "no plain HTTP",
        (
            "s3-bucket-tls-only",
            "sqs-queue-policy-tls-only",
            "sns-topic-policy-tls-only",
            "sns-subscription-https",
        ),
    ),
    Requirement(
        "POL-68", "alarms notify", ("cloudwatch-alarm-action", "sns-alarm-topic-subscription")
    ),
    Requirement("POL-69", "an alarm on age", ("lambda-event-source-mapping-age-alarm",)),
    Requirement("POL-70", "a dashboard", ("lambda-function-dashboard",)),
    Requirement("POL-71", "subscribers read queues", ("sns-subscription-queue",)),
    Requirement(
        "POL-72",
        "no large pattern for a small program; `Blueprint` warns of a small team, too",
        ("design_cards.small_program",),
    ),
    Requirement("POL-73", "direct integrations", ("stepfunctions-task-direct",)),
    Requirement(
        "POL-74",
        "no API key alone",
        ("apigateway-method-key-alone", "appsync-graphql-api-key-alone"),
    ),
    Requirement(
        "POL-75",
        "a web ACL",
        (
            "apigateway-api-web-acl",
            "appsync-graphql-api-web-acl",
            "cloudfront-distribution-web-acl",
        ),
    ),
    Requirement(
        "POL-76",
        "a reason for what is always on",
        (
            "elasticache-always-on-reason",
            "rds-always-on-reason",
            "opensearch-always-on-reason",
            "neptune-always-on-reason",
            "lambda-provisioned-concurrency-always-on-reason",
            "apigateway-stage-cache-always-on-reason",
            "appsync-graphql-api-cache-always-on-reason",
        ),
    ),
    Requirement(
        "POL-77",
        "rules that can judge a preview",
        reason="tests/policies/asking.py judges every fixture with unknown values as well",
    ),
)
