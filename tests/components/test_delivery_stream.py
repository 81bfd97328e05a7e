from __future__ import annotations

from dataclasses import replace

import pulumi
import pytest
from pulumi_aws import cloudwatch, iam, kinesis, lambda_

from components.objects.bucket import Bucket, BucketArgs
from components.streams.delivery import GlueSchema, Partitions
from components.streams.delivery_stream import DeliveryStream, DeliveryStreamArgs
from components.streams.destinations import SearchIndex, WarehouseTable
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


DOMAIN = arn("es", "domain/shop")
INDEX = SearchIndex(domain=DOMAIN, index="clicks", rotation="OneDay")
TABLE = WarehouseTable(
    url="jdbc:redshift://shop.abc.eu-west-1.redshift.amazonaws.com:5439/shop",
    table="public.clicks",
    columns=("item", "at"),
    secret=arn("secretsmanager", "secret:warehouse"),
)


def allowed(cloud: Cloud, action: str) -> list[str]:
    """The resources of the statements with an action, in the role of the delivery stream."""
    role = cloud.one(iam.RolePolicy, "raw-delivery-permissions").json("policy")
    return [each["Resource"] for each in role["Statement"] if action in each["Action"]]


def test_each_record_is_a_document_of_a_search_index_and_the_bucket_keeps_what_is_refused():
    cloud = made(destination=INDEX, defaults=defaults())
    made_of = cloud.one(DELIVERY).inputs
    assert made_of["destination"] == "opensearch"
    assert "extendedS3Configuration" not in made_of
    into = made_of["opensearchConfiguration"]
    assert (into["domainArn"], into["indexName"]) == (DOMAIN, "clicks")
    assert (into["indexRotationPeriod"], into["s3BackupMode"]) == ("OneDay", "FailedDocumentsOnly")
    assert (into["bufferingInterval"], into["bufferingSize"]) == (300, 64)
    assert into["s3Configuration"]["bucketArn"].endswith("lake-bucket")
    assert into["s3Configuration"]["errorOutputPrefix"].startswith("errors/")
    assert "processingConfiguration" not in into
    assert into["cloudwatchLoggingOptions"]["enabled"] is True
    [written] = allowed(cloud, "es:ESHttpPut")
    assert written == [f"{DOMAIN}/clicks*", f"{DOMAIN}/_bulk"]
    [described] = allowed(cloud, "es:DescribeDomain")
    assert described == [DOMAIN]
    alarm = cloud.one(cloudwatch.MetricAlarm, "raw-freshness-alarm").inputs
    assert alarm["metricName"] == "DeliveryToAmazonOpenSearchService.DataFreshness"


def test_a_warehouse_loads_the_objects_of_the_bucket_with_a_secret():
    cloud = made(destination=TABLE)
    made_of = cloud.one(DELIVERY).inputs
    assert made_of["destination"] == "redshift"
    into = made_of["redshiftConfiguration"]
    assert (into["dataTableName"], into["dataTableColumns"]) == ("public.clicks", "item,at")
    assert into["copyOptions"] == "FORMAT AS JSON 'auto' GZIP"
    assert into["s3Configuration"]["compressionFormat"] == "GZIP"
    [processor] = into["processingConfiguration"]["processors"]
    assert processor["type"] == "AppendDelimiterToRecord"
    assert into["secretsManagerConfiguration"]["secretArn"] == TABLE.secret
    assert "password" not in str(into)
    assert allowed(cloud, "secretsmanager:GetSecretValue") == [[TABLE.secret]]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"destination": INDEX, "schema": SCHEMA}, "a bucket without a destination"),
        ({"destination": TABLE, "partitions": BY_DAY}, "a bucket without a destination"),
        ({"destination": INDEX, "buffering_mb": 128}, "buffering_mb must be between 1 and 100"),
    ],
)
def test_what_is_for_a_bucket_alone_is_refused_with_a_destination(given, message):
    assert message in error(**given)


@pytest.mark.parametrize(
    ("made_of", "message"),
    [
        (lambda: SearchIndex(domain=DOMAIN, index="Clicks"), "index must begin with"),
        (lambda: SearchIndex(domain=DOMAIN, index="a", retry_seconds=7_201), "retry_seconds must"),
        (lambda: replace(TABLE, url="jdbc:postgresql://h/shop"), "url must begin with"),
        (lambda: replace(TABLE, table="public.clicks; DROP"), "table and columns must be"),
        (lambda: replace(TABLE, columns=("a b",)), "table and columns must be"),
        (lambda: replace(TABLE, retry_seconds=-1), "retry_seconds must"),
    ],
)
def test_a_destination_that_would_not_take_records_is_refused(made_of, message):
    with pytest.raises(ValueError, match=message):
        made_of()
