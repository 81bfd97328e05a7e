"""Grants of a Kinesis stream and of a delivery stream, of ours and existing ones alike."""

from __future__ import annotations

import pulumi

from components.access import Access
from components.grants import named

PUT = ("kinesis:PutRecord", "kinesis:PutRecords")
# What an event source mapping and Firehose need to read:
# https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
READ = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)


class KinesisGrants:
    """Who may put records into a stream and read them; the variable carries the stream's name."""

    name: pulumi.Input[str]
    arn: pulumi.Input[str]
    key_arn: pulumi.Input[str | None] = None

    def put(self, variable: str | None = None) -> Access:
        """Let a function put records."""
        return Access(
            actions=PUT,
            resources=(self.arn,),
            environment=named(variable, self.name),
            key=self.key_arn,
        )

    def consume(self) -> tuple[Access, ...]:
        """Let an event source mapping, or Firehose, read the records."""
        return (Access(actions=READ, resources=(self.arn,), key=self.key_arn),)

    def consume_by(self, consumer: pulumi.Input[str]) -> tuple[Access, ...]:
        """Let an event source mapping read with the throughput of a consumer, given by its ARN."""
        subscribe = Access(
            actions=("kinesis:SubscribeToShard",), resources=(consumer,), key=self.key_arn
        )
        return (*self.consume(), subscribe)


class DeliveryGrants:
    """Who may put records into a delivery stream; the variable carries its name."""

    name: pulumi.Input[str]
    arn: pulumi.Input[str]

    def put(self, variable: str | None = None) -> Access:
        """Let a function put records; not where a Kinesis stream is the source."""
        return Access(
            actions=("firehose:PutRecord", "firehose:PutRecordBatch"),
            resources=(self.arn,),
            environment=named(variable, self.name),
        )
