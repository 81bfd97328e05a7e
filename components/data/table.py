"""Table: DynamoDB on demand, encrypted, watched for throttling, with grants by verb."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.grants import TableGrants
from components.observability import alarms


@dataclass(frozen=True, kw_only=True)
class Index:
    """A second way to ask: all items of one ``key``, in order of ``sort``."""

    name: str
    key: str
    sort: str | None = None


@dataclass(frozen=True, kw_only=True)
class TableArgs:
    """Keys are strings; ``ttl`` names the attribute that holds an expiry in epoch seconds.

    ``stream`` tells every change for a day, with the item as it was and as it is.
    """

    key: str
    defaults: Defaults = Defaults()
    sort: str | None = None
    indexes: tuple[Index, ...] = ()
    ttl: str | None = None
    stream: bool = False

    def __post_init__(self) -> None:
        names = [index.name for index in self.indexes]
        if len(names) != len(set(names)):
            raise ValueError(f"each index needs a name of its own, got {', '.join(names)}")

    def key_attributes(self) -> list[str]:
        """Every attribute that some key needs, once, sorted: the only ones that are declared."""
        keys = {self.key, self.sort, *(key for i in self.indexes for key in (i.key, i.sort))}
        return sorted(key for key in keys if key)


class Table(TableGrants, pulumi.ComponentResource):
    """Belongs to one service; where data is kept, it can be recovered and not be deleted."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    stream_arn: pulumi.Output[str] | None

    def __init__(
        self, name: str, args: TableArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:data:Table", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        table = aws.dynamodb.Table(
            f"{name}-table",
            billing_mode="PAY_PER_REQUEST",
            hash_key=args.key,
            range_key=args.sort,
            attributes=[{"name": key, "type": "S"} for key in args.key_attributes()],
            global_secondary_indexes=[
                {
                    "name": index.name,
                    "hash_key": index.key,
                    "range_key": index.sort,
                    "projection_type": "ALL",
                }
                for index in args.indexes
            ],
            ttl={"enabled": True, "attribute_name": args.ttl} if args.ttl else None,
            stream_enabled=args.stream,
            stream_view_type="NEW_AND_OLD_IMAGES" if args.stream else None,
            server_side_encryption={"enabled": True},
            point_in_time_recovery={"enabled": args.defaults.keep_data},
            deletion_protection_enabled=args.defaults.keep_data,
            tags=args.defaults.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=args.defaults.keep_data or None),
        )
        alarms.table_throttles(name, table.name, args.defaults, child)

        self.name, self.arn = table.name, table.arn
        self.stream_arn = table.stream_arn if args.stream else None
        self.register_outputs({"name": self.name, "arn": self.arn})
