"""Table: a DynamoDB table on demand, encrypted, with alarms for throttling."""

from typing import Required, TypedDict

import pulumi

from components.data import table
from package.arguments import given, named_as_written
from package.stage_defaults import StageDefaults, defaults


class TableIndex(TypedDict, total=False):
    """A global secondary index: another key to query the table by, with all attributes."""

    name: Required[str]
    """Name of the index."""

    key: Required[str]
    """Attribute that is the index's partition key, a string."""

    sort: str
    """Attribute that is the index's sort key, a string; none unless given."""


class TableArgs(TypedDict, total=False):
    """Keys and indexes of the table."""

    key: Required[str]
    """Attribute that is the partition key, a string."""

    sort: str
    """Attribute that is the sort key, a string; none unless given."""

    indexes: list[TableIndex]
    """Global secondary indexes, at most 20."""

    ttl: str
    """Attribute that holds when an item expires, in epoch seconds; items do not expire unless given."""

    stream: bool
    """Whether every change is published to a stream for 24 hours, with the item before and after it; false unless given."""

    defaults: StageDefaults
    """What the components of this stage have in common."""


class Table(pulumi.ComponentResource):
    """A DynamoDB table that is billed per request and encrypted, with alarms for throttled reads and writes."""

    table_name: pulumi.Output[str]
    """Name of the table."""

    table_arn: pulumi.Output[str]
    """ARN of the table; its indexes are at this ARN followed by /index/ and their name."""

    stream_arn: pulumi.Output[str] | None
    """ARN of the table's stream, if it has one."""

    def __init__(
        self, name: str, args: TableArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:Table", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(TableArgs):
            table_args = table.TableArgs(
                indexes=tuple(
                    table.Index(**given(TableIndex, each)) for each in args.get("indexes", [])
                ),
                defaults=defaults(args.get("defaults")),
                **given(TableArgs, args, "indexes", "defaults"),
            )
            made = table.Table(name, table_args, opts=child)
        self.table_name, self.table_arn, self.stream_arn = made.name, made.arn, made.stream_arn
        self.register_outputs({"tableName": made.name, "tableArn": made.arn})
