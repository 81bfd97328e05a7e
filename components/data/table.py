"""Table: a DynamoDB table, on demand or provisioned, encrypted, with grants by verb and throttling
alarms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.data.capacity import SCALED, Capacity, check_capacities, scale
from components.defaults import Defaults
from components.grants import TableGrants
from components.observability import alarms

KeyType = Literal["S", "N", "B"]

# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
INDEXES = 20


@dataclass(frozen=True, kw_only=True)
class Index:
    """A global secondary index: the table's items by another key."""

    name: str
    """Name of the index in queries: 3 to 255 letters, digits or any of ``_ . -``."""

    key: str
    """Attribute that is the partition key; items without it are not in the index."""

    sort: str | None = None
    """Attribute by which the items of one key are in order."""

    include: tuple[str, ...] | None = None
    """Attributes that the index holds beside the keys; all if not given, only keys if empty."""

    capacity: Capacity | None = None
    """Throughput of the index, where its table has one; that of the table if not given."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[\w.-]{3,255}", self.name, re.ASCII):
            raise ValueError(
                f"name must be 3 to 255 letters, digits or any of _ . -, got {self.name}"
            )

    def as_input(
        self, of_table: Capacity | None = None
    ) -> aws.dynamodb.TableGlobalSecondaryIndexArgsDict:
        """The index as the provider takes it, in a table of this capacity."""
        capacity = None if of_table is None else self.capacity or of_table
        whole, keys_only = self.include is None, self.include == ()
        keys: list[aws.dynamodb.TableGlobalSecondaryIndexKeySchemaArgsDict] = [
            {"attribute_name": self.key, "key_type": "HASH"}
        ]
        if self.sort:
            keys.append({"attribute_name": self.sort, "key_type": "RANGE"})
        return {
            "name": self.name,
            "key_schemas": [*keys],
            "projection_type": "ALL" if whole else "KEYS_ONLY" if keys_only else "INCLUDE",
            "non_key_attributes": list(self.include) if self.include else None,
            "read_capacity": None if capacity is None else capacity.least_reads,
            "write_capacity": None if capacity is None else capacity.least_writes,
        }


@dataclass(frozen=True, kw_only=True)
class TableArgs:
    """The keys of a table and of its indexes, and what becomes of its items.

    Another ``key``, ``sort`` or type of them is another table: a change replaces the table.
    """

    key: str
    """Attribute that is the partition key."""

    sort: str | None = None
    """Attribute by which the items of one key are in order, and which completes their identity."""

    key_types: Mapping[str, KeyType] = field(default_factory=dict)
    """Types of key attributes, of the table or an index, that are not strings: ``N`` for numbers,
    ``B`` for binary, as ``{"version": "N"}``."""

    indexes: tuple[Index, ...] = ()
    """Global secondary indexes, at most 20."""

    ttl: str | None = None
    """Attribute with the time, in seconds since 1970, after which DynamoDB deletes an item, usually
    within a few days."""

    stream: bool = False
    """Whether changes are kept as a stream for 24 hours, with the item before and after each."""

    capacity: Capacity | None = None
    """Throughput that is provisioned and follows the load; without it each request is billed, for
    loads that vary or are not known. A table that is deployed without takes it in two steps, as
    ``Capacity`` says."""

    encryption_key: pulumi.Input[str] | None = None
    """KMS key of the account, by ARN, that the table, its indexes and its stream are encrypted
    with; AWS's own (``alias/aws/dynamodb``) if not given. Grants allow it, too."""

    defaults: Defaults = Defaults()
    """Stage defaults: alarms, tags, and ``keep_data`` for point-in-time recovery (35 days) and
    protection from deletion."""

    def __post_init__(self) -> None:
        names = [index.name for index in self.indexes]
        if len(names) != len(set(names)):
            raise ValueError(f"each index needs a name of its own, got {', '.join(names)}")
        if len(names) > INDEXES:
            raise ValueError(f"indexes must be {INDEXES} at most, got {len(names)}")
        for name, kind in self.key_types.items():
            if name not in self.key_attributes():
                raise ValueError(f"key_types must name attributes that are keys, got {name}")
            if kind not in ("S", "N", "B"):
                raise ValueError(f"key_types must be S, N or B, got {kind} for {name}")
        check_capacities(self.capacity, {each.name: each.capacity for each in self.indexes})

    def key_attributes(self) -> list[str]:
        """Every attribute that is a key of the table or an index, once, sorted: DynamoDB takes the
        declaration of no other.
        """
        keys = {self.key, self.sort, *(key for i in self.indexes for key in (i.key, i.sort))}
        return sorted(key for key in keys if key)


class Table(TableGrants, pulumi.ComponentResource):
    """A table that is billed by request or has ``capacity``, and two alarms for throttled reads and
    writes: of the table, and of each index in ``index_throttles_alarms``.

    ``stream_arn`` is None for a table without a stream; ``scaling`` has a policy for reads and one
    for writes, of the table (``""``) and of each index by its name.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    stream_arn: pulumi.Output[str] | None
    table: aws.dynamodb.Table
    read_throttles_alarm: aws.cloudwatch.MetricAlarm
    write_throttles_alarm: aws.cloudwatch.MetricAlarm
    index_throttles_alarms: dict[str, list[aws.cloudwatch.MetricAlarm]]
    scaling: dict[str, list[aws.appautoscaling.Policy]]

    def __init__(
        self, name: str, args: TableArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:data:Table", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        keep = args.defaults.keep_data

        self.table = aws.dynamodb.Table(
            f"{name}-table",
            billing_mode="PROVISIONED" if args.capacity else "PAY_PER_REQUEST",
            read_capacity=args.capacity.least_reads if args.capacity else None,
            write_capacity=args.capacity.least_writes if args.capacity else None,
            hash_key=args.key,
            range_key=args.sort,
            attributes=[
                {"name": key, "type": args.key_types.get(key, "S")} for key in args.key_attributes()
            ],
            global_secondary_indexes=[each.as_input(args.capacity) for each in args.indexes],
            ttl={"enabled": True, "attribute_name": args.ttl} if args.ttl else None,
            stream_enabled=args.stream,
            stream_view_type="NEW_AND_OLD_IMAGES" if args.stream else None,
            server_side_encryption={"enabled": True, "kms_key_arn": args.encryption_key},
            point_in_time_recovery={"enabled": keep},
            deletion_protection_enabled=keep,
            tags=args.defaults.tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=keep or None,
                ignore_changes=list(SCALED) if args.capacity else None,
            ),
        )
        self.scaling = scale(
            name,
            self.table.name,
            {"": args.capacity, **{i.name: i.capacity or args.capacity for i in args.indexes}},
            args.defaults,
            child,
        )
        self.read_throttles_alarm, self.write_throttles_alarm = alarms.table_throttles(
            name, self.table.name, args.defaults, child
        )
        self.index_throttles_alarms = {
            each.name: alarms.table_throttles(
                f"{name}-{each.name}", self.table.name, args.defaults, child, each.name
            )
            for each in args.indexes
        }

        self.name, self.arn = self.table.name, self.table.arn
        self.stream_arn = self.table.stream_arn if args.stream else None
        self.key_arn = args.encryption_key
        self.register_outputs({"name": self.name, "arn": self.arn})
