"""Delivery: what Firehose does with records on their way to a bucket, as the provider takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from components.streams.destinations import Destination, SearchIndex

# https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
BY_ARRIVAL = "year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"
ERROR_TYPE = "!{firehose:error-output-type}/"
# The most that one delivery stream may have at once, and per transform or query:
# https://docs.aws.amazon.com/firehose/latest/dev/limits.html
PARTITION_KEYS = 50
# An invocation of a transform function takes and returns 6 MB at most, with base64 of them.
TRANSFORM_MB = "1"
TRANSFORM_SECONDS = "60"
RETRIES = "3"


@dataclass(frozen=True, kw_only=True)
class Partitions:
    """By which fields of a record its object's folder is named, as ``year=1997/month=01/``: keys
    that the transform function gives, or a JQ expression for each key.

    Raises ``ValueError`` for no keys, more than 50, and for both kinds.
    """

    keys: tuple[str, ...] = ()
    """Keys that the transform function gives as ``partitionKeys`` in the metadata of a record."""

    queries: Mapping[str, str] = field(default_factory=dict)
    """JQ expressions over a record of JSON by key, as ``{"year": ".orderedOn[0:4]"}``."""

    def __post_init__(self) -> None:
        if bool(self.keys) == bool(self.queries):
            raise ValueError("partitions must have either keys or queries")
        if (given := len(self.keys) + len(self.queries)) > PARTITION_KEYS:
            raise ValueError(f"partitions must be {PARTITION_KEYS} at most, got {given}")

    @property
    def prefix(self) -> str:
        """The folder of a record."""
        source = "Query" if self.queries else "Lambda"
        names = self.queries or self.keys
        return "".join(f"{name}=!{{partitionKeyFrom{source}:{name}}}/" for name in names)

    @property
    def expression(self) -> str:
        """One JQ object of all keys."""
        return "{" + ",".join(f"{name}:{query}" for name, query in self.queries.items()) + "}"


@dataclass(frozen=True, kw_only=True)
class GlueSchema:
    """A table of the Glue data catalog, by which records of JSON become rows of Parquet."""

    database: pulumi.Input[str]
    """The name of the database."""

    table: pulumi.Input[str]
    """The name of the table; each of its columns is a key of the records."""

    catalog: pulumi.Input[str] | None = None
    """The account whose catalog it is; the stream's own if not given."""


def conversion(schema: GlueSchema, role: pulumi.Input[str]) -> dict[str, Any]:
    """JSON in, Parquet with Snappy out."""
    return {
        "input_format_configuration": {"deserializer": {"open_x_json_ser_de": {}}},
        "output_format_configuration": {"serializer": {"parquet_ser_de": {}}},
        "schema_configuration": {
            "database_name": schema.database,
            "table_name": schema.table,
            "catalog_id": schema.catalog,
            "role_arn": role,
        },
    }


def bucket_alone(
    schema: GlueSchema | None, partitions: Partitions | None, role: pulumi.Input[str]
) -> dict[str, Any]:
    """What Firehose does for a bucket and for no other destination."""
    return {
        "data_format_conversion_configuration": schema and conversion(schema, role),
        "dynamic_partitioning_configuration": {"enabled": True} if partitions else None,
    }


def log(group: aws.cloudwatch.LogGroup, stream: aws.cloudwatch.LogStream) -> dict[str, Any]:
    """Where is written what cannot be delivered."""
    return {"enabled": True, "log_group_name": group.name, "log_stream_name": stream.name}


def has_lines(schema: GlueSchema | None, destination: Destination | None) -> bool:
    """Whether records are lines of the objects that are written; not in Parquet, and not where each
    is a document.
    """
    return schema is None and not isinstance(destination, SearchIndex)


def measured_as(destination: Destination | None) -> str:
    """Where CloudWatch says that records are delivered to; Redshift loads what is in S3."""
    return "AmazonOpenSearchService" if isinstance(destination, SearchIndex) else "S3"


def encryption(key: pulumi.Input[str] | None, *, is_put_here: bool) -> Any:
    """That of records which producers put; Firehose refuses it where a stream is the source."""
    if not is_put_here:
        return None
    if key is None:
        return {"enabled": True, "key_type": "AWS_OWNED_CMK"}
    return {"enabled": True, "key_type": "CUSTOMER_MANAGED_CMK", "key_arn": key}


def processors(
    transform: pulumi.Input[str] | None, partitions: Partitions | None, *, appends_newline: bool
) -> list[dict[str, Any]]:
    """The steps in order: the function, by its ARN, the partition keys, the end of each line."""
    found: list[dict[str, Any]] = []
    if transform is not None:
        parameters: dict[str, pulumi.Input[str]] = {
            "LambdaArn": transform,
            "BufferSizeInMBs": TRANSFORM_MB,
            "BufferIntervalInSeconds": TRANSFORM_SECONDS,
            "NumberOfRetries": RETRIES,
        }
        found.append(_processor("Lambda", parameters))
    if partitions is not None and partitions.queries:
        query: dict[str, pulumi.Input[str]] = {
            "JsonParsingEngine": "JQ-1.6",
            "MetadataExtractionQuery": partitions.expression,
        }
        found.append(_processor("MetadataExtraction", query))
    if appends_newline:
        found.append(_processor("AppendDelimiterToRecord", {"Delimiter": "\\n"}))
    return found


def _processor(kind: str, parameters: Mapping[str, pulumi.Input[str]]) -> dict[str, Any]:
    given = [{"parameter_name": k, "parameter_value": v} for k, v in parameters.items()]
    return {"type": kind, "parameters": given}
