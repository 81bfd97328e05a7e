"""Table: a DynamoDB table on demand, encrypted, with alarms for throttling."""

from collections.abc import Mapping
from typing import Required, TypedDict

import pulumi

from components.data import table
from package.arguments import given, named_as_written
from package.stage_defaults import StageDefaults, defaults


class TableIndex(TypedDict, total=False):
    """A global secondary index: another key to query the table by."""

    name: Required[str]
    """Name of the index."""

    key: Required[str]
    """Attribute that is the index's partition key; items without it are not in the index."""

    sort: str
    """Attribute that is the index's sort key; none unless given."""

    include: list[str]
    """Attributes that the index holds beside the keys; all unless given, only the keys if the list is empty."""


class TableArgs(TypedDict, total=False):
    """Keys and indexes of the table."""

    key: Required[str]
    """Attribute that is the partition key. Another key is another table: a change replaces the table."""

    sort: str
    """Attribute that is the sort key; none unless given."""

    key_types: Mapping[str, str]
    """Types of key attributes, of the table or an index, that are not strings (S): N for numbers, B for binary."""

    indexes: list[TableIndex]
    """Global secondary indexes, at most 20."""

    ttl: str
    """Attribute with the time, in seconds since 1970, after which DynamoDB deletes an item, usually within a few days; items stay unless given."""

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
