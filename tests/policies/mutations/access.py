"""Mutations of data, access, workflows, functions and exemptions."""

from __future__ import annotations

import json

from pulumi_aws import (
    apigateway,
    apigatewayv2,
    cognito,
    dynamodb,
    iam,
    kms,
    lambda_,
    s3,
    sfn,
    sns,
    sqs,
    ssm,
)

from tests.policies.mutations.mutate import (
    Mutation,
    add,
    another,
    arn_of,
    both,
    id_of,
    remove,
    tasks,
    update,
    without_action,
)

SAGA = "orders-saga-machine"
TABLE, BUCKET = "orders-orders-table", "media-files-bucket"
ADVANCE = "orders-advance-order"
FUNCTION = f"{ADVANCE}-function"
PERMISSIONS = f"{ADVANCE}-permissions"
OPEN = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::media-files-bucket/*",
            }
        ],
    }
)


def without(key):
    return tasks(lambda task: task.pop(key, None))


def allowing(**statement):
    return update(iam.RolePolicy, PERMISSIONS, policy=another(**statement))


# Area, harm, what is changed, the rule (or why there is none), the change.
ROWS = (
    ("Workflow", "M", "tasks without Retry", "stepfunctions-task-retry",
     update(sfn.StateMachine, SAGA, definition=without("Retry"))),
    ("Workflow", "H", "tasks without TimeoutSeconds (wait for a token 99 years)",
     "stepfunctions-task-timeout",
     update(sfn.StateMachine, SAGA, definition=without("TimeoutSeconds"))),
    ("Workflow", "H", "tasks without Catch (saga is not undone)", "stepfunctions-task-catch",
     update(sfn.StateMachine, SAGA, definition=without("Catch"))),
    ("Workflow", "M", "state machine's role lacks lambda:InvokeFunction",
     "stepfunctions-task-allowed",
     update(iam.RolePolicy, "orders-saga-permissions",
            policy=without_action("lambda:InvokeFunction"))),
    ("Data", "L", "table encryption block off",
     "why: DynamoDB encrypts every table; the block chooses the key",
     update(dynamodb.Table, TABLE, serverSideEncryption=None)),
    ("Data", "M", "topic without a key", "sns-topic-encrypted",
     update(sns.Topic, "notifications-notices-topic", kmsMasterKeyId=None)),
    ("Data", "L", "bucket encryption configuration removed",
     "why: S3 encrypts every object since January 2023; the resource chooses the key",
     remove(s3.BucketServerSideEncryptionConfiguration, "media-files-encryption")),
    ("Data", "H", "bucket public access block removed", "s3-bucket-public-access-blocked",
     remove(s3.BucketPublicAccessBlock, "media-files-closed")),
    ("Data", "H", "public bucket: block off and policy Allow * GetObject",
     "iam-resource-policy-open",
     both(remove(s3.BucketPublicAccessBlock, "media-files-closed"),
          update(s3.BucketPolicy, "media-files-policy", policy=OPEN))),
    ("Data", "H", "public-read ACL on the bucket", "s3-bucket-acl",
     add(s3.BucketAcl, "media-files-acl", bucket=id_of(s3.Bucket, BUCKET), acl="public-read")),
    ("Data", "H", "point-in-time recovery off", "dynamodb-table-point-in-time-recovery",
     update(dynamodb.Table, TABLE, pointInTimeRecovery={"enabled": False})),
    ("Data", "H", "deletion protection off (table, prod)", "dynamodb-table-deletion-protection",
     update(dynamodb.Table, TABLE, deletionProtectionEnabled=False)),
    ("Data", "H", "bucket force_destroy in prod", "s3-bucket-force-destroy",
     update(s3.Bucket, BUCKET, forceDestroy=True)),
    ("Data", "M", "bucket versioning suspended", "s3-bucket-versioning",
     update(s3.BucketVersioning, "media-files-versions",
            versioningConfiguration={"status": "Suspended"})),
    ("Data", "M", "TTL missing on the idempotency table", "dynamodb-table-ttl",
     update(dynamodb.Table, "orders-idempotency-table", ttl=None)),
    ("Data", "L", "KMS key rotation off", "kms-key-rotation",
     update(kms.Key, "platform-alarms-key", enableKeyRotation=False)),
    ("Access", "H", "wildcard action in a role policy (dynamodb:*)", "iam-policy-action-wildcard",
     allowing(Action="dynamodb:*", Resource="arn:aws:dynamodb:eu-west-1:123456789012:table/x")),
    ("Access", "H", "wildcard resource in a role policy", "iam-policy-resource-wildcard",
     allowing(Action="dynamodb:PutItem", Resource="*")),
    ("Access", "H", "Action * on Resource *", "iam-policy-action-wildcard",
     allowing(Action="*", Resource="*")),
    ("Access", "H", "AdministratorAccess attached to a function's role", "iam-policy-admin",
     add(iam.RolePolicyAttachment, "orders-admin", role=id_of(iam.Role, f"{ADVANCE}-role"),
         policyArn="arn:aws:iam::aws:policy/AdministratorAccess")),
    ("Access", "H", "lambda permission without source ARN", "lambda-permission-source",
     update(lambda_.Permission, "orders-api-get/orders-permission", sourceArn=None)),
    ("Access", "H", "queue policy allows everyone (Principal *, no condition)",
     "iam-resource-policy-open",
     update(sqs.QueuePolicy, f"{ADVANCE}-queue-policy",
            policy=another(Principal="*", Action="sqs:SendMessage", Resource="*"))),
    ("Access", "H", "REST method without authorizer", "apigateway-route-authorizer",
     update(apigateway.Method, "orders-api-post/orders-method", authorization="NONE",
            authorizerId=None)),
    ("Access", "L", "REST method without request validator", "apigateway-method-body-validated",
     update(apigateway.Method, "orders-api-post/orders-method", requestValidatorId=None)),
    ("Access", "H", "function URL with auth NONE", "lambda-function-url-authorizer",
     add(lambda_.FunctionUrl, "orders-url", functionName=arn_of(lambda_.Function, FUNCTION),
         authorizationType="NONE")),
    ("Access", "M", "CORS * in prod (REST preflight)", "apigateway-cors-origins-listed",
     update(apigateway.IntegrationResponse, "orders-api-options/orders-integration-response",
            responseParameters={"method.response.header.Access-Control-Allow-Origin": "'*'"})),
    ("Access", "M", "throttling missing (HTTP stage)", "apigateway-stage-throttle",
     update(apigatewayv2.Stage, "inventory-api-stage", defaultRouteSettings=None)),
    ("Access", "M", "throttling missing (REST method settings)", "apigateway-stage-throttle",
     update(apigateway.MethodSettings, "orders-api-settings",
            settings__throttlingRateLimit=None, settings__throttlingBurstLimit=None)),
    ("Access", "H", "Cognito without MFA in prod", "cognito-user-pool-mfa",
     update(cognito.UserPool, "platform-users-pool", mfaConfiguration="OFF")),
    ("Access", "M", "Cognito password minimum 6", "cognito-user-pool-password-length",
     update(cognito.UserPool, "platform-users-pool", passwordPolicy__minimumLength=6.0)),
    ("Access", "H", "secret in a plain SSM parameter (type String)", "ssm-parameter-secret",
     add(ssm.Parameter, "payments-bank-secret", type="String", value="hunter2-and-more",
         name="/platform/prod/payments/bank-secret")),
    ("Access", "M", "custom domain with TLS 1.0", "apigateway-domain-name-tls",
     add(apigateway.DomainName, "shop-domain", domainName="api.shop.example.com",
         securityPolicy="TLS_1_0")),
    ("Function", "M", "timeout 900 s behind an API with a 29 s limit",
     "lambda-function-api-timeout",
     update(lambda_.Function, "orders-place-order-function", timeout=900.0)),
    ("Function", "L", "timeout missing (3 s default)", "lambda-function-timeout",
     update(lambda_.Function, FUNCTION, timeout=None)),
    ("Function", "L", "memory 10240 MB",
     "why: what a function needs is measured, not known; maximum_mb of lambda-function-memory sets "
     "a limit where a team has one",
     update(lambda_.Function, FUNCTION, memorySize=10240.0)),
    ("Function", "L", "memory missing (128 MB default)", "lambda-function-memory",
     update(lambda_.Function, FUNCTION, memorySize=None)),
    ("Function", "L", "no queue worker concurrency limit (scalingConfig removed)",
     "why: whether what a function calls needs a limit is not in the stack; a function that uses a "
     "relational store is asked for one",
     update(lambda_.EventSourceMapping, f"{ADVANCE}-source", scalingConfig=None)),
    ("Exempt", "M", "exemption with a reason of three characters ('a b c')",
     "policy-exemption-reason",
     update(sqs.Queue, f"{ADVANCE}-queue",
            tags={"policy-exempt:sqs-queue-dead-letter-queue": "a b c"})),
    ("Exempt", "M", "exemption without reason", "policy-exemption-reason",
     update(lambda_.Function, FUNCTION,
            tags={"policy-exempt:lambda-function-tracing-active": ""})),
)  # fmt: skip

OTHERS = tuple(
    Mutation(
        area=area,
        harm=harm,
        what=what,
        change=change,
        rule="" if rule.startswith("why: ") else rule,
        why_not=rule.removeprefix("why: ") if rule.startswith("why: ") else "",
    )
    for area, harm, what, rule, change in ROWS
)
