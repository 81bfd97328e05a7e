"""Delivery stream: records into a bucket by Firehose, or into what is behind the bucket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import assumed_by, policy, statements
from components.compute.function import Function, FunctionArgs
from components.defaults import Defaults
from components.kinesis_grants import DeliveryGrants
from components.kinesis_reference import AnyKinesis, KinesisRef
from components.limits import within
from components.observability import stream_alarms
from components.references import AnyBucket, AnyFunction, BucketRef, FunctionRef
from components.roles import role_for
from components.streams import delivery
from components.streams.delivery import GlueSchema, Partitions
from components.streams.delivery_role import to_deliver
from components.streams.destinations import Destination

# The limits of Firehose: https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html
BUFFERING_SECONDS = (0, 900)
BUFFERING_MB = (1, 128)
# With partitions or a conversion: https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html
LARGE_BUFFERING_MB = (64, 128)


@dataclass(frozen=True, kw_only=True)
class DeliveryStreamArgs:
    """Where records come from and go to, and what is done with them on the way.

    Raises ``ValueError`` for values outside Firehose's limits, for partitions by keys without a
    transform function, and for prefixes that do not end with ``/``.
    """

    bucket: AnyBucket
    """The bucket: ours, ``aws.s3.Bucket`` or its ARN; it encrypts what is put into it."""

    destination: Destination | None = None
    """What takes the records behind the bucket: a ``SearchIndex``, whose refused documents the
    bucket keeps, or a ``WarehouseTable``, which loads them from the bucket; none if not given."""

    source: AnyKinesis | None = None
    """The Kinesis stream whose records are delivered; without one, producers put records into the
    delivery stream (``put``)."""

    prefix: str = "data/"
    """The folder of what is delivered; the folders of the partitions are below it."""

    error_prefix: str = "errors/"
    """The folder of what is not: a folder each for what the function marks (``processing-failed``),
    what does not fit the schema (``format-conversion-failed``) and what has no partition."""

    partitions: Partitions | None = None
    """The fields of a record by which its folder is named; by the day of its arrival, in UTC, if
    not given: ``year=2026/month=11/day=29/``."""

    schema: GlueSchema | None = None
    """The table by which records become Parquet; without one they are lines of JSON, in gzip."""

    transform: FunctionArgs | AnyFunction | None = None
    """A function that changes, drops or marks records (``runtime/streams/transform.py`` is a
    handler): the arguments of one, which is made here, or one that exists."""

    buffering_seconds: int = 300
    """After how long an object is written at the latest, 0 to 900 seconds."""

    buffering_mb: int = 64
    """At which size an object is written, 1 to 128 MB; 64 or more with partitions or a schema."""

    freshness_seconds: int = 1_200
    """The alarm on delivery goes to ALARM above this age of a record that is not delivered; more
    than ``buffering_seconds``."""

    key: pulumi.Input[str] | None = None
    """A KMS key for records on their way, by ARN; AWS's own if not given. A source that is a stream
    is encrypted by itself."""

    defaults: Defaults = Defaults()
    """Stage defaults: log retention, alarm topic and period, tags."""

    def __post_init__(self) -> None:
        within("buffering_seconds", self.buffering_seconds, BUFFERING_SECONDS, "seconds")
        large = self.partitions is not None or self.schema is not None
        within("buffering_mb", self.buffering_mb, LARGE_BUFFERING_MB if large else BUFFERING_MB)
        if self.freshness_seconds <= self.buffering_seconds:
            raise ValueError(
                f"freshness_seconds must be more than buffering_seconds ({self.buffering_seconds}),"
                f" got {self.freshness_seconds}"
            )
        for name in ("prefix", "error_prefix"):
            given = getattr(self, name)
            if given and (not given.endswith("/") or given.startswith("/")):
                raise ValueError(f"{name} must end with / and not begin with it, got {given}")
        if self.error_prefix in ("", self.prefix):
            raise ValueError("error_prefix must be a folder other than prefix's")
        if self.partitions is not None and self.partitions.keys and self.transform is None:
            raise ValueError("partitions by keys must have a transform function that gives them")
        if self.destination is not None:
            if large:
                raise ValueError("partitions and schema are for a bucket without a destination")
            self.destination.check(self.buffering_mb)
        if self.source is not None and self.key is not None:
            raise ValueError("key is for records that are put here; a source has its own")


class DeliveryStream(DeliveryGrants, pulumi.ComponentResource):
    """Firehose, with a role for what it uses, a log of what fails, and alarms.

    Records are delivered at least once. What cannot be is below ``error_prefix``, each record with
    the reason; a record that the schema does not fit has an alarm, and so has an age above
    ``freshness_seconds``.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    delivery_stream: aws.kinesis.FirehoseDeliveryStream
    role: aws.iam.Role
    role_policy: aws.iam.RolePolicy
    log_group: aws.cloudwatch.LogGroup
    log_stream: aws.cloudwatch.LogStream
    function: Function | None
    freshness_alarm: aws.cloudwatch.MetricAlarm
    conversion_alarm: aws.cloudwatch.MetricAlarm | None = None

    def __init__(
        self, name: str, args: DeliveryStreamArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:streams:DeliveryStream", name, None, opts)
        child, defaults = pulumi.ResourceOptions(parent=self), args.defaults

        self.function = (
            Function(name, args.transform, opts=child)
            if isinstance(args.transform, FunctionArgs)
            else None
        )
        self._log(name, defaults, child)
        self._may(name, args, child)
        self.delivery_stream = aws.kinesis.FirehoseDeliveryStream(
            f"{name}-delivery",
            **self._destination(args),
            kinesis_source_configuration=self._source(args),
            server_side_encryption=delivery.encryption(args.key, is_put_here=args.source is None),
            tags=defaults.tags,
            # Firehose tries the role when it is created.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.role_policy]),
        )
        self.name, self.arn = self.delivery_stream.name, self.delivery_stream.arn
        limit = args.freshness_seconds
        self.freshness_alarm = stream_alarms.delivery_freshness(
            name, self.name, limit, defaults, child, delivery.measured_as(args.destination)
        )
        if args.schema is not None:
            self.conversion_alarm = stream_alarms.failed_conversions(
                name, self.name, defaults, child
            )
        self.register_outputs({"name": self.name, "arn": self.arn})

    def _log(self, name: str, defaults: Defaults, child: pulumi.ResourceOptions) -> None:
        self.log_group = aws.cloudwatch.LogGroup(
            f"{name}-delivery-logs",
            retention_in_days=defaults.log_retention_days,
            tags=defaults.tags,
            opts=child,
        )
        self.log_stream = aws.cloudwatch.LogStream(
            f"{name}-delivery-log", log_group_name=self.log_group.name, opts=child
        )

    def _may(self, name: str, args: DeliveryStreamArgs, child: pulumi.ResourceOptions) -> None:
        self.role = role_for(
            f"{name}-delivery-role", assumed_by("firehose.amazonaws.com"), args.defaults, child
        )
        accesses = to_deliver(
            BucketRef.of(args.bucket),
            self.log_group,
            source=None if args.source is None else KinesisRef.of(args.source),
            transform=self._transform(args),
            schema=args.schema,
        )
        accesses += [] if args.destination is None else args.destination.uses()
        self.role_policy = aws.iam.RolePolicy(
            f"{name}-delivery-permissions",
            role=self.role.id,
            policy=policy(*statements(*accesses)),
            opts=child,
        )

    def _transform(self, args: DeliveryStreamArgs) -> FunctionRef | None:
        given = args.transform if self.function is None else self.function
        if given is None or isinstance(given, FunctionArgs):
            return None
        return FunctionRef.of(given)

    def _destination(self, args: DeliveryStreamArgs) -> dict[str, Any]:
        """The destination and its configuration, as the provider takes them."""
        transform, partitions, schema = self._transform(args), args.partitions, args.schema
        steps = delivery.processors(
            None if transform is None else transform.arn,
            partitions,
            appends_newline=delivery.has_lines(schema, args.destination),
        )
        common = {
            "processing_configuration": {"enabled": True, "processors": steps} if steps else None,
            "cloudwatch_logging_options": delivery.log(self.log_group, self.log_stream),
        }
        bucket = {
            "bucket_arn": BucketRef.of(args.bucket).arn,
            "role_arn": self.role.arn,
            "prefix": args.prefix + (partitions.prefix if partitions else delivery.BY_ARRIVAL),
            "error_output_prefix": args.error_prefix + delivery.ERROR_TYPE + delivery.BY_ARRIVAL,
            "buffering_interval": args.buffering_seconds,
            "buffering_size": args.buffering_mb,
            "compression_format": "GZIP" if schema is None else "UNCOMPRESSED",
            "cloudwatch_logging_options": common["cloudwatch_logging_options"],
        }
        if args.destination is not None:
            return args.destination.configuration(common, bucket, self.role.arn)
        into = delivery.bucket_alone(schema, partitions, self.role.arn)
        return {"destination": "extended_s3", "extended_s3_configuration": bucket | common | into}

    def _source(self, args: DeliveryStreamArgs) -> Any:
        if args.source is None:
            return None
        arn = KinesisRef.of(args.source).arn
        return {"kinesis_stream_arn": arn, "role_arn": self.role.arn}
