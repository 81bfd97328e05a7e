"""Kinesis and Firehose on the emulator."""

from __future__ import annotations

import json

import pytest

from tests.local.provider.lambda_world import function
from tests.local.provider.walk import walk

STREAM = "aws:kinesis/stream:Stream"
MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"


@pytest.fixture
def stream(shop):
    return shop.make(
        STREAM,
        "clicks",
        shardCount=2,
        streamModeDetails={"streamMode": "PROVISIONED"},
        retentionPeriod=24,
        encryptionType="KMS",
        kmsKeyId="alias/aws/kinesis",
    )


def test_a_stream(stream):
    walk(stream, shardCount=3, retentionPeriod=48, tags={"team": "a"})


def test_a_stream_on_demand(shop):
    walk(shop.make(STREAM, "c", streamModeDetails={"streamMode": "ON_DEMAND"}), retentionPeriod=25)


def test_a_consumer_of_a_stream_feeds_a_function_from_the_stream(stream, shop):
    consumer = shop.make(
        "aws:kinesis/streamConsumer:StreamConsumer", "fast", streamArn=stream.state["arn"]
    )
    counter = function(shop, "counter", "def handle(event, context): return {}")
    mapping = shop.make(
        MAPPING,
        "m",
        eventSourceArn=consumer.state["arn"],
        functionName=counter.state["arn"],
        startingPosition="TRIM_HORIZON",
    )
    walk(mapping, batchSize=10)
    walk(consumer)


def test_a_delivery_stream(stream, shop):
    bucket = shop.make("aws:s3/bucket:Bucket", "lake")
    trust = {"Effect": "Allow", "Principal": {"Service": "firehose.amazonaws.com"}}
    policy = {"Version": "2012-10-17", "Statement": [{**trust, "Action": "sts:AssumeRole"}]}
    role = shop.make("aws:iam/role:Role", "r", assumeRolePolicy=json.dumps(policy)).state["arn"]
    into = {
        "bucketArn": bucket.state["arn"],
        "roleArn": role,
        "prefix": "data/",
        "errorOutputPrefix": "errors/",
        "bufferingInterval": 60,
        "bufferingSize": 64,
        "compressionFormat": "UNCOMPRESSED",
        "dynamicPartitioningConfiguration": {"enabled": True},
        "processingConfiguration": {
            "enabled": True,
            "processors": [
                {
                    "type": "MetadataExtraction",
                    "parameters": [
                        {"parameterName": "JsonParsingEngine", "parameterValue": "JQ-1.6"},
                        {"parameterName": "MetadataExtractionQuery", "parameterValue": "{y:.at}"},
                    ],
                }
            ],
        },
    }
    delivery = shop.make(
        "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
        "raw",
        destination="extended_s3",
        extendedS3Configuration=into,
        serverSideEncryption={"enabled": True, "keyType": "AWS_OWNED_CMK"},
    )
    walk(delivery, extendedS3Configuration={**into, "prefix": "raw/"}, tags={"team": "a"})


def test_the_log_of_a_delivery_stream(shop):
    group = shop.make("aws:cloudwatch/logGroup:LogGroup", "logs").state["name"]
    walk(shop.make("aws:cloudwatch/logStream:LogStream", "log", logGroupName=group))
