"""Delivery role: what a delivery stream may do, and nothing else."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.kinesis_reference import KinesisRef
from components.references import BucketRef, FunctionRef
from components.streams.delivery import GlueSchema

# https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
OF_BUCKET = ("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads")
OF_OBJECTS = ("s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject")
OF_SCHEMA = ("glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions")


def to_deliver(
    bucket: BucketRef,
    log: aws.cloudwatch.LogGroup,
    *,
    source: KinesisRef | None,
    transform: FunctionRef | None,
    schema: GlueSchema | None,
) -> list[Access]:
    """The grants of a delivery stream on what it reads, uses and writes."""
    objects = pulumi.Output.concat(bucket.arn, "/*")
    found = [
        Access(actions=OF_BUCKET, resources=(bucket.arn,)),
        Access(actions=OF_OBJECTS, resources=(objects,), key=bucket.key_arn),
        Access(actions=("logs:PutLogEvents",), resources=(pulumi.Output.concat(log.arn, ":*"),)),
    ]
    if source is not None:
        found += source.consume()
    if transform is not None:
        found.append(
            Access(
                actions=("lambda:GetFunctionConfiguration", "lambda:InvokeFunction"),
                resources=(transform.arn,),
            )
        )
    if schema is not None:
        found.append(Access(actions=OF_SCHEMA, resources=_of_schema(schema, log)))
    return found


def _of_schema(
    schema: GlueSchema, log: aws.cloudwatch.LogGroup
) -> tuple[pulumi.Output[str], pulumi.Output[str], pulumi.Output[str]]:
    """Catalog, database and table, in the account and Region of the log group."""

    def arn(tail: str) -> pulumi.Output[str]:
        known = pulumi.Output.all(log.arn, schema.catalog, schema.database, schema.table)
        return known.apply(lambda given: _glue_arn(given, tail))

    return arn("catalog"), arn("database/{database}"), arn("table/{database}/{table}")


def _glue_arn(known: list[str | None], tail: str) -> str:
    arn, catalog, database, table = known
    _, partition, _, region, account, *_ = str(arn).split(":")
    where = tail.format(database=database, table=table)
    return f"arn:{partition}:glue:{region}:{catalog or account}:{where}"
