"""Right programs of kinds that the services are not: the pack has nothing against them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pulumi
import pulumi_aws as aws
import pytest

from policies import RULES, violations
from policies.framework.graph import Graph
from policies.framework.judgement import judge
from policies.framework.resource import registered
from tests.cloud import deploy
from tests.policies.asking import at_preview

# What a stage has, and a part of one has not.
OF_A_STAGE = {
    "apigateway-api-web-acl",
    "cloudwatch-alarm-action",
    "lambda-function-dashboard",
    "cloudfront-distribution-web-acl",
}
ACCOUNT = "123456789012"
TOPIC = f"arn:aws:sns:eu-west-1:{ACCOUNT}:alarms"
LOGS = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
XRAY = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"
QUEUES = "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"
STREAMS = "arn:aws:iam::aws:policy/service-role/AWSLambdaDynamoDBExecutionRole"


def document(*statements):
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, on, **more):
    return {"Effect": "Allow", "Action": action, "Resource": on, **more}


def role(name, service="lambda", managed=()):
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    made = aws.iam.Role(f"{name}-role", assume_role_policy=json.dumps({"Statement": [trust]}))
    for number, arn in enumerate(managed):
        aws.iam.RolePolicyAttachment(f"{name}-{number}", role=made.name, policy_arn=arn)
    return made


def alarm(name, namespace, metric, dimensions, **more):
    given = {"threshold": 0, "statistic": "Sum", "period": 60, "evaluation_periods": 1, **more}
    aws.cloudwatch.MetricAlarm(
        name,
        namespace=namespace,
        metric_name=metric,
        dimensions=dimensions,
        comparison_operator="GreaterThanThreshold",
        alarm_actions=[TOPIC],
        **given,
    )


def function(name, *managed, **more):
    """As a tutorial would make one: AWS's managed policies, and a log group by its name."""
    own = more.pop("role", None) or role(name, managed=(LOGS, XRAY, *managed))
    made = aws.lambda_.Function(
        name,
        **{
            "role": own.arn,
            "runtime": "nodejs24.x",
            "handler": "index.handler",
            "timeout": 10,
            "memory_size": 256,
            "tracing_config": {"mode": "Active"},
            **more,
        },
    )
    group = pulumi.Output.concat("/aws/lambda/", made.name)
    aws.cloudwatch.LogGroup(f"{name}-logs", name=group, retention_in_days=30)
    alarm(f"{name}-errors", "AWS/Lambda", "Errors", {"FunctionName": made.name})
    return made


def queue(name, **more):
    failed = aws.sqs.Queue(f"{name}-failed", message_retention_seconds=1209600)
    visible = "ApproximateNumberOfMessagesVisible"
    alarm(f"{name}-failed-alarm", "AWS/SQS", visible, {"QueueName": failed.name})
    redrive = {"deadLetterTargetArn": failed.arn, "maxReceiveCount": 4}
    made = aws.sqs.Queue(name, redrive_policy=pulumi.Output.json_dumps(redrive), **more)
    age = "ApproximateAgeOfOldestMessage"
    alarm(f"{name}-age", "AWS/SQS", age, {"QueueName": made.name}, threshold=600)
    return made, failed


def sends(name, to, service, source):
    condition = {"ArnLike": {"aws:SourceArn": source}}
    statement = allow("sqs:SendMessage", to.arn, Condition=condition)
    statement["Principal"] = {"Service": service}
    plain = {"Bool": {"aws:SecureTransport": "false"}}
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": to.arn}
    text = document(statement, {**deny, "Condition": plain})
    aws.sqs.QueuePolicy(f"{name}-policy", queue_url=to.url, policy=text)


def reads(name, source, reader):
    aws.lambda_.EventSourceMapping(
        f"{name}-source",
        event_source_arn=source.arn,
        function_name=reader.arn,
        function_response_types=["ReportBatchItemFailures"],
        scaling_config={"maximum_concurrency": 5},
    )


def permission(name, of, service, source):
    aws.lambda_.Permission(
        f"{name}-permission",
        action="lambda:InvokeFunction",
        function=of.name,
        principal=f"{service}.amazonaws.com",
        source_arn=source,
    )


def a_function_alone():
    function("alone")


def a_container_function():
    function("image", runtime=None, handler=None, package_type="Image", image_uri="i")


def a_queue_worker():
    work, _ = queue("work", visibility_timeout_seconds=60)
    reads("work", work, function("worker", QUEUES))


def a_queue_worker_of_six_times_the_timeout():
    work, _ = queue("slow", visibility_timeout_seconds=360)
    reads("slow", work, function("worker", QUEUES, timeout=60))


def a_queue_that_a_container_reads():
    work, _ = queue("work")
    task = role("task", "ecs-tasks")
    rights = document(allow(["sqs:ReceiveMessage", "sqs:DeleteMessage"], work.arn))
    aws.iam.RolePolicy("task-rights", role=task.name, policy=rights)


def a_rule_for_a_function():
    rule = aws.cloudwatch.EventRule("placed", event_pattern='{"source": ["shop"]}')
    failed = aws.sqs.Queue("failed", message_retention_seconds=1209600)
    visible = "ApproximateNumberOfMessagesVisible"
    alarm("failed", "AWS/SQS", visible, {"QueueName": failed.name})
    sends("failed", failed, "events.amazonaws.com", rule.arn)
    handler = function("handler", dead_letter_config={"target_arn": failed.arn})
    rights = document(allow("sqs:SendMessage", failed.arn))
    aws.iam.RolePolicy("send", role="handler-role-id", policy=rights)
    permission("placed", handler, "events", rule.arn)
    aws.cloudwatch.EventTarget(
        "target", rule=rule.name, arn=handler.arn, dead_letter_config={"arn": failed.arn}
    )


def a_rule_for_a_queue():
    rule = aws.cloudwatch.EventRule("placed", event_pattern='{"source": ["shop"]}')
    work, failed = queue("work", visibility_timeout_seconds=60)
    sends("work", work, "events.amazonaws.com", rule.arn)
    sends("failed", failed, "events.amazonaws.com", rule.arn)
    reads("work", work, function("worker", QUEUES))
    dead = {"arn": failed.arn}
    aws.cloudwatch.EventTarget("target", rule=rule.name, arn=work.arn, dead_letter_config=dead)


def a_topic_with_two_queues():
    topic = aws.sns.Topic("news", kms_master_key_id="alias/aws/sns")
    for name in ("one", "two"):
        work, failed = queue(name, visibility_timeout_seconds=60)
        sends(name, work, "sns.amazonaws.com", topic.arn)
        sends(f"{name}-failed", failed, "sns.amazonaws.com", topic.arn)
        reads(name, work, function(f"{name}-worker", QUEUES))
        redrive = pulumi.Output.json_dumps({"deadLetterTargetArn": failed.arn})
        aws.sns.TopicSubscription(
            f"{name}-subscription",
            topic=topic.arn,
            protocol="sqs",
            endpoint=work.arn,
            redrive_policy=redrive,
        )


def an_alarm_topic_with_a_key():
    use = allow(["kms:Decrypt", "kms:GenerateDataKey*"], "*")
    use["Principal"] = {"Service": "cloudwatch.amazonaws.com"}
    owner = {**allow("kms:*", "*"), "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
    key = aws.kms.Key("key", enable_key_rotation=True, policy=document(owner, use))
    topic = aws.sns.Topic("alarms", kms_master_key_id=key.arn)
    aws.sns.TopicSubscription("mail", topic=topic.arn, protocol="email", endpoint="a@example.com")
    aws.cloudwatch.MetricAlarm(
        "bill",
        namespace="AWS/Billing",
        metric_name="EstimatedCharges",
        comparison_operator="GreaterThanThreshold",
        threshold=100,
        period=21600,
        evaluation_periods=1,
        statistic="Maximum",
        alarm_actions=[topic.arn],
    )


def a_table_with_a_stream():
    table = aws.dynamodb.Table(
        "orders",
        hash_key="id",
        billing_mode="PAY_PER_REQUEST",
        attributes=[{"name": "id", "type": "S"}],
        stream_enabled=True,
        stream_view_type="NEW_IMAGE",
        point_in_time_recovery={"enabled": True},
        deletion_protection_enabled=True,
        server_side_encryption={"enabled": True},
        opts=pulumi.ResourceOptions(protect=True),
    )
    for metric in ("ReadThrottleEvents", "WriteThrottleEvents"):
        alarm(f"orders-{metric}", "AWS/DynamoDB", metric, {"TableName": table.name})
    _, failed = queue("failed-records")
    reader = function("reader", STREAMS)
    aws.iam.RolePolicy(
        "send", role="reader-role-id", policy=document(allow("sqs:SendMessage", failed.arn))
    )
    aws.lambda_.EventSourceMapping(
        "stream",
        event_source_arn=table.stream_arn,
        function_name=reader.arn,
        starting_position="LATEST",
        maximum_retry_attempts=5,
        bisect_batch_on_function_error=True,
        function_response_types=["ReportBatchItemFailures"],
        destination_config={"on_failure": {"destination_arn": failed.arn}},
    )
    dimensions = {"FunctionName": reader.name}
    alarm("age", "AWS/Lambda", "IteratorAge", dimensions, threshold=60000, statistic="Maximum")


def a_bucket():
    bucket = aws.s3.Bucket("files", opts=pulumi.ResourceOptions(protect=True))
    flags = ("block_public_acls", "block_public_policy", "ignore_public_acls")
    closed = dict.fromkeys((*flags, "restrict_public_buckets"), True)
    aws.s3.BucketPublicAccessBlock("closed", bucket=bucket.id, **closed)
    on = {"status": "Enabled"}
    aws.s3.BucketVersioning("versions", bucket=bucket.id, versioning_configuration=on)
    uploads = {"days_after_initiation": 7}
    every = {"id": "old", "status": "Enabled", "abort_incomplete_multipart_upload": uploads}
    aws.s3.BucketLifecycleConfiguration("life", bucket=bucket.id, rules=[every])
    plain = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket.arn, pulumi.Output.concat(bucket.arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    aws.s3.BucketPolicy("tls", bucket=bucket.id, policy=document(plain))
    return bucket


def a_bucket_that_invokes_a_function():
    bucket = a_bucket()
    _, failed = queue("failed-uploads")
    handler = function("thumbnail", dead_letter_config={"target_arn": failed.arn})
    aws.iam.RolePolicy(
        "send", role="thumbnail-role-id", policy=document(allow("sqs:SendMessage", failed.arn))
    )
    permission("files", handler, "s3", bucket.arn)
    route = {"lambda_function_arn": handler.arn, "events": ["s3:ObjectCreated:*"]}
    aws.s3.BucketNotification("notify", bucket=bucket.id, lambda_functions=[route])


def a_schedule_of_a_function():
    _, failed = queue("failed-runs")
    job = function("job")
    runs = role("runs", "scheduler")
    rights = document(allow("lambda:InvokeFunction", job.arn), allow("sqs:SendMessage", failed.arn))
    aws.iam.RolePolicy("runs-rights", role=runs.name, policy=rights)
    group = aws.scheduler.ScheduleGroup("jobs")
    for metric in ("TargetErrorCount", "InvocationDroppedCount"):
        alarm(f"jobs-{metric}", "AWS/Scheduler", metric, {"ScheduleGroup": group.name})
    aws.lambda_.FunctionEventInvokeConfig(
        "kept",
        function_name=job.name,
        destination_config={"on_failure": {"destination": failed.arn}},
    )
    aws.iam.RolePolicy(
        "job-rights", role="job-role-id", policy=document(allow("sqs:SendMessage", failed.arn))
    )
    aws.scheduler.Schedule(
        "nightly",
        group_name=group.name,
        schedule_expression="rate(1 day)",
        flexible_time_window={"mode": "OFF"},
        target={
            "arn": job.arn,
            "role_arn": runs.arn,
            "retry_policy": {"maximum_retry_attempts": 2},
            "dead_letter_config": {"arn": failed.arn},
        },
    )


def workflow(name, kind="STANDARD", **states):
    step = function(f"{name}-step")
    runs = role(name, "states")
    rights = document(
        allow("lambda:InvokeFunction", step.arn), allow(["xray:PutTraceSegments"], "*")
    )
    aws.iam.RolePolicy(f"{name}-rights", role=runs.name, policy=rights)
    task = {
        "Type": "Task",
        "Resource": step.arn,
        "TimeoutSeconds": 60,
        "Retry": [{"ErrorEquals": ["States.ALL"]}],
    }
    first = {**task, **({"Next": next(iter(states))} if states else {"End": True})}
    definition = {"StartAt": "First", "States": {"First": first, **states}}
    machine = aws.sfn.StateMachine(
        name,
        type=kind,
        role_arn=runs.arn,
        definition=pulumi.Output.json_dumps(definition),
        tracing_configuration={"enabled": True},
        logging_configuration={"level": "ERROR"},
    )
    for metric in ("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"):
        alarm(f"{name}-{metric}", "AWS/States", metric, {"StateMachineArn": machine.arn})


def a_workflow():
    workflow("one")


def an_express_workflow():
    workflow("quick", "EXPRESS")


def a_workflow_that_waits():
    workflow(
        "later", Wait={"Type": "Wait", "Seconds": 86400, "Next": "Done"}, Done={"Type": "Succeed"}
    )


def a_function_url():
    aws.lambda_.FunctionUrl(
        "url", function_name=function("linked").name, authorization_type="AWS_IAM"
    )


def a_user_pool():
    aws.cognito.UserPool(
        "users",
        mfa_configuration="OPTIONAL",
        software_token_mfa_configuration={"enabled": True},
        deletion_protection="ACTIVE",
        opts=pulumi.ResourceOptions(protect=True),
    )


def a_secret_by_its_name():
    given = {"BANK_SECRET_NAME": "bank", "TOKEN_URL": "https://login.example.com/token"}
    function("pays", environment={"variables": given})


def a_secure_parameter():
    aws.ssm.Parameter("db-password", type="SecureString", value="from-elsewhere")


def a_role_of_a_pipeline():
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.example.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {"token.example.com:sub": "repo:shop/shop"}},
    }
    aws.iam.Role("deploys", assume_role_policy=document(trust))


def a_role_that_passes_one():
    task = role("task", "ecs-tasks")
    runs = role("runs", "events")
    only = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    rights = document(allow("iam:PassRole", task.arn, Condition=only))
    aws.iam.RolePolicy("runs-rights", role=runs.name, policy=rights)


def a_domain():
    aws.apigateway.DomainName("shop", domain_name="api.example.com", security_policy="TLS_1_2")


def a_bus_and_its_archive():
    bus = aws.cloudwatch.EventBus("bus", name="shop")
    aws.cloudwatch.EventArchive("archive", event_source_arn=bus.arn, retention_days=30)


def a_function_in_a_network():
    own = role("inside", managed=(XRAY, LOGS.replace("Basic", "VPCAccess")))
    network = {"subnet_ids": ["subnet-1", "subnet-2"], "security_group_ids": ["sg-1"]}
    function("inside", role=own, vpc_config=network, reserved_concurrent_executions=5)


def a_function_with_a_policy_of_its_own():
    own = role("own")
    rights = document(
        allow(["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logs:*:*:log-group:own:*"),
        allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
    )
    policy = aws.iam.Policy("own-policy", policy=rights)
    aws.iam.RolePolicyAttachment("own-attachment", role=own.name, policy_arn=policy.arn)
    function("own", role=own)


def an_alias_of_a_function():
    of = function("versioned", publish=True)
    aws.lambda_.Alias("live", function_name=of.name, function_version=of.version)


def a_layer():
    aws.lambda_.LayerVersion(
        "tools",
        layer_name="tools",
        code=pulumi.AssetArchive({}),
        compatible_runtimes=["python3.13"],
    )


def a_signing_key():
    aws.kms.Key("signs", key_usage="SIGN_VERIFY", customer_master_key_spec="ECC_NIST_P256")


def a_log_group():
    aws.cloudwatch.LogGroup("audit", retention_in_days=365)


PROGRAMS: dict[str, Callable[[], object]] = {
    name.replace("_", " "): made
    for name, made in list(globals().items())
    if name.startswith(("a_", "an_")) and callable(made)
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_the_pack_has_nothing_against_it_in_prod(program):
    resources = deploy(program, stack="prod").resources
    stack = [registered(each) for each in resources]
    found = [each for each in violations(stack) if each.rule.id not in OF_A_STAGE]
    assert [str(violation) for violation in found] == []
    early = at_preview(stack)
    stopping = [each for each in judge(RULES, Graph(early)) if each.binding]
    assert [str(violation) for violation in stopping] == []


def test_there_are_thirty():
    assert len(PROGRAMS) >= 30
