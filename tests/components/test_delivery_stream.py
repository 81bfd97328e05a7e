from __future__ import annotations

import pulumi
import pytest
from pulumi_aws import cloudwatch, kinesis, lambda_

from components.objects.bucket import Bucket, BucketArgs
from components.streams.delivery import GlueSchema, Partitions
from components.streams.delivery_stream import DeliveryStream, DeliveryStreamArgs
from components.streams.stream import Stream, StreamArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, defaults, function, grants

SCHEMA = GlueSchema(database="lake", table="clicks")
BY_DAY = Partitions(queries={"year": ".at[0:4]", "month": ".at[5:7]", "day": ".at[8:10]"})
DELIVERY = kinesis.FirehoseDeliveryStream


def args(source=False, **changes) -> DeliveryStreamArgs:
    bucket = Bucket("lake", BucketArgs(defaults=defaults()))
    stream = {"source": Stream("clicks", StreamArgs(defaults=defaults()))} if source else {}
    return DeliveryStreamArgs(**{"bucket": bucket, "defaults": defaults(), **stream, **changes})


def made(**changes) -> Cloud:
    return deploy(lambda: DeliveryStream("raw", args(**changes)).name)


def into_s3(**changes):
    return made(**changes).one(DELIVERY).inputs["extendedS3Configuration"]


def steps(**changes):
    found = into_s3(**changes)["processingConfiguration"]["processors"]
    return {
        step["type"]: {p["parameterName"]: p["parameterValue"] for p in step["parameters"]}
        for step in found
    }


def error(**changes) -> str:
    with pytest.raises(ValueError) as refused:
        DeliveryStreamArgs(**{"bucket": arn("s3", "lake"), **changes})
    return str(refused.value)


def test_records_are_lines_of_json_in_a_folder_for_each_day():
    found = into_s3()
    assert found["bucketArn"].endswith("lake-bucket")
    assert found["prefix"] == (
        "data/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"
    )
    assert found["errorOutputPrefix"].startswith("errors/!{firehose:error-output-type}/year=")
    assert (found["compressionFormat"], found["bufferingInterval"]) == ("GZIP", 300)
    assert steps() == {"AppendDelimiterToRecord": {"Delimiter": "\\n"}}


def test_folders_are_named_by_fields_of_the_record():
    found = into_s3(partitions=BY_DAY)
    assert found["prefix"] == (
        "data/year=!{partitionKeyFromQuery:year}/month=!{partitionKeyFromQuery:month}/"
        "day=!{partitionKeyFromQuery:day}/"
    )
    assert found["dynamicPartitioningConfiguration"] == {"enabled": True}
    assert steps(partitions=BY_DAY)["MetadataExtraction"] == {
        "JsonParsingEngine": "JQ-1.6",
        "MetadataExtractionQuery": "{year:.at[0:4],month:.at[5:7],day:.at[8:10]}",
    }


def test_a_function_changes_records_and_may_give_the_partitions():
    given = {"transform": function(), "partitions": Partitions(keys=("year",))}
    cloud = made(**given)
    found = cloud.one(DELIVERY).inputs["extendedS3Configuration"]
    assert found["prefix"] == "data/year=!{partitionKeyFromLambda:year}/"
    step = steps(**given)["Lambda"]
    assert step["LambdaArn"] == arn("lambda", "raw-function")
    assert cloud.one(lambda_.Function).name == "raw-function"
    [invoke] = [g for g in grants(cloud, "raw-delivery") if "lambda:InvokeFunction" in g["Action"]]
    assert invoke["Resource"] == [arn("lambda", "raw-function")]


def test_a_schema_makes_records_parquet_and_has_an_alarm_on_those_that_do_not_fit():
    cloud = made(schema=SCHEMA)
    found = cloud.one(DELIVERY).inputs["extendedS3Configuration"]
    converted = found["dataFormatConversionConfiguration"]
    assert converted["outputFormatConfiguration"] == {"serializer": {"parquetSerDe": {}}}
    assert converted["inputFormatConfiguration"] == {"deserializer": {"openXJsonSerDe": {}}}
    assert converted["schemaConfiguration"]["tableName"] == "clicks"
    assert found["compressionFormat"] == "UNCOMPRESSED"
    assert "processingConfiguration" not in found
    assert cloud.one(cloudwatch.MetricAlarm, "raw-conversion-alarm")
    [glue] = [g for g in grants(cloud, "raw-delivery") if "glue:GetTable" in g["Action"]]
    prefix = "arn:aws:glue:eu-west-1:123456789012:"
    assert glue["Resource"] == [
        f"{prefix}catalog",
        f"{prefix}database/lake",
        f"{prefix}table/lake/clicks",
    ]


def test_a_stream_may_be_the_source_and_is_encrypted_by_itself():
    cloud = made(source=True)
    given = cloud.one(DELIVERY).inputs
    assert given["kinesisSourceConfiguration"]["kinesisStreamArn"].endswith("clicks-stream")
    assert "serverSideEncryption" not in given
    assert any("kinesis:GetRecords" in each["Action"] for each in grants(cloud, "raw-delivery"))


def test_records_that_are_put_here_are_encrypted():
    aws_owned = made().one(DELIVERY).inputs["serverSideEncryption"]
    assert aws_owned == {"enabled": True, "keyType": "AWS_OWNED_CMK"}
    assert made(key="arn:k").one(DELIVERY).inputs["serverSideEncryption"]["keyArn"] == "arn:k"


def test_an_alarm_is_on_the_age_of_what_is_not_delivered():
    alarm = made(freshness_seconds=900).one(cloudwatch.MetricAlarm, "raw-freshness-alarm").inputs
    assert (alarm["metricName"], alarm["threshold"]) == ("DeliveryToS3.DataFreshness", 900)


def test_what_fails_is_in_a_log_that_expires():
    cloud = made()
    options = cloud.one(DELIVERY).inputs["extendedS3Configuration"]["cloudwatchLoggingOptions"]
    assert options["enabled"] is True
    assert cloud.one(cloudwatch.LogGroup, "raw-delivery-logs").inputs["retentionInDays"]


def test_producers_may_put_records():
    def program():
        access = DeliveryStream("raw", args()).put("RAW")
        assert access.actions == ("firehose:PutRecord", "firehose:PutRecordBatch")
        return pulumi.Output.from_input(access.environment["RAW"])

    deploy(program)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"buffering_seconds": 901},
            "buffering_seconds must be between 0 and 900 seconds, got 901",
        ),
        ({"buffering_mb": 129}, "buffering_mb must be between 1 and 128, got 129"),
        (
            {"schema": SCHEMA, "buffering_mb": 63},
            "buffering_mb must be between 64 and 128, got 63",
        ),
        (
            {"freshness_seconds": 300},
            "freshness_seconds must be more than buffering_seconds (300), got 300",
        ),
        ({"prefix": "data"}, "prefix must end with / and not begin with it, got data"),
        ({"error_prefix": "data/"}, "error_prefix must be a folder other than prefix's"),
        (
            {"partitions": Partitions(keys=("year",))},
            "partitions by keys must have a transform function that gives them",
        ),
        (
            {"source": arn("kinesis", "stream/clicks"), "key": "arn:k"},
            "key is for records that are put here; a source has its own",
        ),
    ],
)
def test_what_firehose_does_not_take_is_refused(changes, said):
    assert error(**changes) == said


def test_partitions_are_keys_or_queries_and_fifty_at_most():
    with pytest.raises(ValueError, match="either keys or queries"):
        Partitions()
    with pytest.raises(ValueError, match="either keys or queries"):
        Partitions(keys=("a",), queries={"b": ".b"})
    with pytest.raises(ValueError, match="must be 50 at most, got 51"):
        Partitions(keys=tuple(map(str, range(51))))
