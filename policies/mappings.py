"""Mappings: what the rules are called in the AWS Well-Architected serverless lens, in
serverless-rules, in cdk-nag and in AWS Security Hub.
"""

from __future__ import annotations

from dataclasses import dataclass

# The pillars of the serverless lens, by what a rule is for:
# https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/welcome.html
OPERATIONS, SECURITY, RELIABILITY, PERFORMANCE, COST = (
    "operational excellence",
    "security",
    "reliability",
    "performance efficiency",
    "cost optimization",
)


@dataclass(frozen=True, kw_only=True)
class Names:
    """The pillar of a rule, and the ids of equal or wider checks elsewhere."""

    pillar: str
    serverless_rules: tuple[str, ...] = ()
    cdk_nag: tuple[str, ...] = ()
    security_hub: tuple[str, ...] = ()


# What the words of an id are about; the first that an id has decides.
PILLARS = (
    (SECURITY, ("authorizer", "wildcard", "encrypt", "secret", "admin", "privilege", "open")),
    (SECURITY, ("trust", "tls", "https", "acl", "mfa", "key-alone", "cors", "origin", "public")),
    (SECURITY, ("password", "permission", "policy-source", "data-trace", "execution-data")),
    (SECURITY, ("existence", "callback", "code-flow", "introspection", "security", "rotation")),
    (SECURITY, ("log-content", "cached-by", "web-acl", "closed", "body-validated", "access-key")),
    (OPERATIONS, ("alarm", "tracing", "trace", "log", "dashboard", "exemption", "runtime")),
    (COST, ("retention", "lifecycle", "expire", "ttl", "billing", "always-on", "scan-limit")),
    (PERFORMANCE, ("memory", "api-timeout", "cache", "provisioned", "limits", "throttle", "quota")),
)

# https://github.com/awslabs/serverless-rules and https://github.com/cdklabs/cdk-nag (serverless
# pack and AWS Solutions), https://docs.aws.amazon.com/securityhub/latest/userguide/
ELSEWHERE: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "lambda-function-tracing-active": (("WS1000",), ("LambdaTracing",), ("Lambda.7",)),
    "lambda-event-source-mapping-on-failure-destination": (
        ("ES1001",),
        ("LambdaEventSourceMappingDestination",),
        (),
    ),
    "lambda-permission-source": (("WS1002",), (), ("Lambda.1",)),
    "iam-policy-action-wildcard": (
        ("WS1003",),
        ("LambdaStarPermissions", "AwsSolutions-IAM5"),
        ("IAM.21",),
    ),
    "iam-policy-resource-wildcard": ((), ("LambdaStarPermissions", "AwsSolutions-IAM5"), ()),
    "iam-policy-admin": ((), ("AwsSolutions-IAM4",), ("IAM.1",)),
    "cloudwatch-log-group-retention": (
        ("WS1004",),
        ("CloudWatchLogGroupRetentionPeriod",),
        ("CloudWatch.16",),
    ),
    "lambda-function-log-group": (("WS1004",), ("CloudWatchLogGroupRetentionPeriod",), ()),
    "lambda-function-memory": (("ES1005",), ("LambdaDefaultMemorySize",), ()),
    "lambda-function-timeout": (("ES1006",), ("LambdaFunctionDefaultTimeout",), ()),
    "lambda-function-on-failure-destination": (
        ("ES1007",),
        ("LambdaAsyncFailureDestination", "LambdaDLQ"),
        (),
    ),
    "lambda-function-runtime": (("E2531",), ("LambdaLatestVersion",), ("Lambda.2",)),
    "apigateway-stage-access-log": (
        ("ES2000",),
        ("APIGWAccessLogging",),
        ("APIGateway.1", "APIGateway.9"),
    ),
    "apigateway-stage-access-log-format": (("WS2001",), ("APIGWStructuredLogging",), ()),
    "apigateway-stage-tracing-enabled": (("WS2002",), ("APIGWXrayEnabled",), ("APIGateway.3",)),
    "apigateway-stage-throttle": (("ES2003",), ("APIGWDefaultThrottling",), ()),
    "appsync-graphql-api-tracing-enabled": (("WS3000",), ("AppSyncTracing",), ()),
    "eventbridge-target-dead-letter-queue": (("ES4000",), ("EventBusDLQ",), ()),
    "stepfunctions-state-machine-tracing-enabled": (
        ("WS5000",),
        ("StepFunctionStateMachineXray",),
        (),
    ),
    "stepfunctions-state-machine-logging": ((), ("AwsSolutions-SF1",), ("StepFunctions.1",)),
    "sqs-queue-dead-letter-queue": (("ES6000",), ("SQSRedrivePolicy",), ()),
    "sns-subscription-dead-letter-queue": (("ES7000",), ("SNSRedrivePolicy",), ()),
    "sqs-queue-encrypted": ((), ("AwsSolutions-SQS2",), ("SQS.1",)),
    "sqs-queue-visibility-timeout": ((), ("LambdaEventSourceSQSVisibilityTimeout",), ()),
    "lambda-function-url-authorizer": ((), ("LambdaFunctionUrlAuth",), ()),
    "apigateway-route-authorizer": ((), ("AwsSolutions-APIG4",), ("APIGateway.8",)),
    "apigateway-method-body-validated": ((), ("AwsSolutions-APIG2",), ()),
    "apigateway-api-web-acl": ((), ("AwsSolutions-APIG3",), ("APIGateway.4",)),
    "apigateway-cache-encrypted": ((), (), ("APIGateway.5",)),
    "cognito-user-pool-mfa": ((), ("AwsSolutions-COG2",), ("Cognito.5",)),
    "cognito-user-pool-password-length": ((), ("AwsSolutions-COG1",), ("Cognito.3",)),
    "cognito-user-pool-deletion-protection": ((), (), ("Cognito.6",)),
    "dynamodb-table-point-in-time-recovery": ((), ("AwsSolutions-DDB3",), ("DynamoDB.2",)),
    "dynamodb-table-deletion-protection": ((), (), ("DynamoDB.6",)),
    "kms-key-rotation": ((), ("AwsSolutions-KMS5",), ("KMS.4",)),
    "sns-topic-encrypted": ((), ("AwsSolutions-SNS2",), ()),
    "s3-bucket-versioning": ((), (), ("S3.14",)),
    "s3-bucket-acl": ((), (), ("S3.12", "S3.2", "S3.3")),
    "s3-bucket-public-access-blocked": ((), ("AwsSolutions-S2",), ("S3.8",)),
    "s3-bucket-tls-only": ((), ("AwsSolutions-S10",), ("S3.5",)),
    "sqs-queue-policy-tls-only": ((), ("AwsSolutions-SQS4",), ()),
    "sns-topic-policy-tls-only": ((), ("AwsSolutions-SNS3",), ()),
    "s3-bucket-lifecycle": ((), (), ("S3.13",)),
    "iam-resource-policy-open": ((), (), ("SQS.3", "SNS.4", "KMS.5")),
    "cloudwatch-alarm-action": ((), (), ("CloudWatch.15", "CloudWatch.17")),
    "cloudfront-distribution-https-only": ((), ("AwsSolutions-CFR4",), ("CloudFront.3",)),
    "cloudfront-distribution-tls-version": ((), ("AwsSolutions-CFR4",), ("CloudFront.10",)),
    "cloudfront-distribution-origin-access-control": (
        (),
        ("AwsSolutions-CFR7",),
        ("CloudFront.13",),
    ),
    "cloudfront-distribution-access-log": ((), ("AwsSolutions-CFR3",), ("CloudFront.5",)),
    "cloudfront-distribution-web-acl": ((), ("AwsSolutions-CFR2",), ("CloudFront.6",)),
    "athena-workgroup-results-encrypted": ((), ("AwsSolutions-ATH1",), ()),
    "kinesis-stream-encrypted": ((), ("AwsSolutions-KDS1",), ("Kinesis.1",)),
    "firehose-delivery-stream-encrypted": ((), ("AwsSolutions-KDF1",), ("DataFirehose.1",)),
}


def names_of(rule_id: str) -> Names:
    """The pillar of a rule by the words of its id, and its ids elsewhere."""
    pillar = next(
        (name for name, words in PILLARS if any(word in rule_id for word in words)), RELIABILITY
    )
    serverless_rules, cdk_nag, security_hub = ELSEWHERE.get(rule_id, ((), (), ()))
    return Names(
        pillar=pillar,
        serverless_rules=serverless_rules,
        cdk_nag=cdk_nag,
        security_hub=security_hub,
    )
