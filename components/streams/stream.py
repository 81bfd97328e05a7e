"""Stream: a Kinesis data stream, encrypted, with alarms on what its shards do not take or give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.kinesis_grants import KinesisGrants
from components.limits import within
from components.observability import stream_alarms
from components.streams.capacity import Capacity

# https://docs.aws.amazon.com/kinesis/latest/APIReference/API_IncreaseStreamRetentionPeriod.html
RETENTION_HOURS = (24, 8_760)
# The key of AWS's own, which every caller of the account may use through Kinesis.
MANAGED_KEY = "alias/aws/kinesis"

TWO_SHARDS = Capacity(mb_per_second=2)


@dataclass(frozen=True, kw_only=True)
class StreamArgs:
    """How much a stream takes, and how long it keeps records.

    Raises ``ValueError`` for a retention outside Kinesis's limits.
    """

    capacity: Capacity | Literal["on-demand"] = TWO_SHARDS
    """The peak from which the number of shards follows; 2 shards if not given. ``on-demand`` for a
    load that is not known: AWS adds shards, up to twice the peak of the last 30 days at once."""

    retention_hours: int = 24
    """How long records can be read, in hours, 24 to 8,760 (a year)."""

    key: pulumi.Input[str] | None = None
    """A KMS key of the account by ARN, for the records; AWS's own if not given."""

    defaults: Defaults = Defaults()
    """Stage defaults: alarm topic and period, tags, and ``keep_data`` for protection from
    deletion."""

    def __post_init__(self) -> None:
        within("retention_hours", self.retention_hours, RETENTION_HOURS, "hours")
        if self.capacity != "on-demand" and not isinstance(self.capacity, Capacity):
            raise ValueError(f"capacity must be a Capacity or on-demand, got {self.capacity}")


class Stream(KinesisGrants, pulumi.ComponentResource):
    """A stream whose records any number of consumers read, each at its own pace: a ``StreamWorker``
    each, a ``DeliveryStream``, or what is granted ``consume``.

    Alarms go to ALARM when producers or consumers are throttled in most of ``alarm_periods``.
    Records of one partition key are in one shard, in order.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    stream: aws.kinesis.Stream
    throttle_alarms: list[aws.cloudwatch.MetricAlarm]

    def __init__(
        self, name: str, args: StreamArgs = StreamArgs(), opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:streams:Stream", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults, capacity, keep = args.defaults, args.capacity, args.defaults.keep_data
        shards = capacity.shards if isinstance(capacity, Capacity) else None

        self.stream = aws.kinesis.Stream(
            f"{name}-stream",
            shard_count=shards,
            stream_mode_details={"stream_mode": "PROVISIONED" if shards else "ON_DEMAND"},
            retention_period=args.retention_hours,
            encryption_type="KMS",
            kms_key_id=MANAGED_KEY if args.key is None else args.key,
            enforce_consumer_deletion=not keep,
            tags=defaults.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=keep or None),
        )
        self.name, self.arn, self.key_arn = self.stream.name, self.stream.arn, args.key
        self.throttle_alarms = stream_alarms.throttles(name, self.name, defaults, child)
        self.register_outputs({"name": self.name, "arn": self.arn})
