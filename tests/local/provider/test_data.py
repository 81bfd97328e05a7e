"""Tables, parameters, buckets, logs and alarms on the emulator."""

from __future__ import annotations

import json

import pytest

from local.provider.errors import ProviderError
from tests.local.provider.walk import walk

TABLE = "aws:dynamodb/table:Table"
STRINGS = [{"name": "pk", "type": "S"}, {"name": "user", "type": "S"}]
BY_USER = {"name": "byUser", "hashKey": "user", "projectionType": "ALL"}
BY_SCHEMA = {
    "name": "byUser",
    "keySchemas": [{"attributeName": "user", "keyType": "HASH"}],
    "projectionType": "ALL",
}
ON_DEMAND = {"billingMode": "PAY_PER_REQUEST", "hashKey": "pk"}


def test_a_table(shop):
    made = shop.make(
        TABLE,
        "t",
        **ON_DEMAND,
        attributes=STRINGS,
        globalSecondaryIndexes=[BY_USER],
        ttl={"enabled": True, "attributeName": "ttl"},
        streamEnabled=True,
        streamViewType="NEW_IMAGE",
        serverSideEncryption={"enabled": True},
        pointInTimeRecovery={"enabled": False},
    )
    assert made.state["streamArn"].startswith(made.state["arn"] + "/stream/")
    walk(
        made,
        globalSecondaryIndexes=[BY_SCHEMA, {**BY_SCHEMA, "name": "byUserToo"}],
        pointInTimeRecovery={"enabled": True},
        streamViewType="KEYS_ONLY",
        ttl={"enabled": False, "attributeName": "ttl"},
        tags={"team": "a"},
    )


def test_a_provisioned_table(shop):
    made = shop.make(
        TABLE, "t", hashKey="pk", attributes=STRINGS[:1], readCapacity=1, writeCapacity=1
    )
    walk(made, readCapacity=2)


def test_a_table_that_cannot_be_finished_leaves_nothing(shop):
    with pytest.raises(ProviderError, match="AttributeName"):
        shop.make(
            TABLE,
            "half",
            **ON_DEMAND,
            name="half-made",
            attributes=STRINGS[:1],
            ttl={"enabled": True, "attributeName": ""},
        )
    assert "half-made" not in shop.provider.cloud.client("dynamodb").list_tables()["TableNames"]


def test_a_parameter(shop):
    made = shop.make("aws:ssm/parameter:Parameter", "p", name="/a/b", type="String", value="x")
    assert made.state["version"] == 1
    walk(made, value="y", tags={"team": "a"})
    assert made.state["version"] == 2


def test_a_secret_parameter_is_read_back_in_the_clear(shop):
    made = shop.make("aws:ssm/parameter:Parameter", "s", type="SecureString", value="hidden")
    assert made.read() == (made.state, made.inputs)


def test_a_parameter_of_another_owner_is_not_taken_over(shop):
    shop.make("aws:ssm/parameter:Parameter", "p", name="/a/b", type="String", value="x")
    with pytest.raises(ProviderError, match="ParameterAlreadyExists"):
        shop.make("aws:ssm/parameter:Parameter", "q", name="/a/b", type="String", value="y")


def test_a_parameter_is_looked_up(shop):
    shop.make("aws:ssm/parameter:Parameter", "p", name="/a/b", type="String", value="x")
    found = shop.provider.invoke("aws:ssm/getParameter:getParameter", {"name": "/a/b"})
    assert found["value"] == "x"


def test_the_account_is_looked_up(shop):
    token = "aws:index/getCallerIdentity:getCallerIdentity"
    of_the_emulator = shop.provider.cloud.client("sts").get_caller_identity()["Account"]
    assert shop.provider.invoke(token, {})["accountId"] == of_the_emulator


def test_a_bucket_and_the_block_around_it(shop):
    bucket = shop.make("aws:s3/bucket:Bucket", "files", forceDestroy=True)
    block = shop.make(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "block",
        bucket=bucket.id,
        blockPublicAcls=True,
    )
    walk(block, blockPublicPolicy=True)
    shop.provider.cloud.client("s3").put_object(Bucket=bucket.id, Key="a", Body=b"a")
    walk(bucket, versioning={"enabled": True}, tags={"team": "a"})


def test_a_log_group(shop):
    made = shop.make("aws:cloudwatch/logGroup:LogGroup", "l", retentionInDays=7)
    walk(made, retentionInDays=0, tags={"team": "a"})


def test_an_alarm(shop):
    made = shop.make(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "a",
        comparisonOperator="GreaterThanThreshold",
        evaluationPeriods=1,
        threshold=0.5,
        metricName="Errors",
        namespace="AWS/Lambda",
        period=60,
        statistic="Sum",
        dimensions={"FunctionName": "f"},
    )
    walk(made, threshold=2, alarmDescription="why", tags={"team": "a"})


def test_a_dashboard(shop):
    body = {"widgets": [{"type": "text", "properties": {"markdown": "a"}}]}
    made = shop.make(
        "aws:cloudwatch/dashboard:Dashboard",
        "d",
        dashboardName="orders",
        dashboardBody=json.dumps(body),
    )
    walk(made, dashboardBody=json.dumps({"widgets": []}))
