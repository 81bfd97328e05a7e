"""Capacity: throughput of a table or an index that is provisioned, and follows the load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.limits import within

# The quota of a table, which AWS raises on request:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
UNITS = (1, 40_000)
# What target tracking takes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html
PERCENT = (20, 90)
COOLDOWN_SECONDS = 60

# What Application Auto Scaling changes, and the next deployment must not set back.
OF_INDEXES = "globalSecondaryIndexes[*]."
SCALED = (
    "readCapacity",
    "writeCapacity",
    f"{OF_INDEXES}readCapacity",
    f"{OF_INDEXES}writeCapacity",
)


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """Reads (of 4 KB) and writes (of 1 KB) a second that are there, at least and at most; between
    them Application Auto Scaling follows the load, within minutes.

    For loads that are steady and known: a unit that is used all the time is a seventh of the price
    of the same requests on demand. A table that is deployed on demand is first given its capacity
    by ``aws dynamodb update-table``, then ``pulumi refresh`` and the deployment follow.
    """

    least_reads: int
    """Reads a second at least, 1 to 40,000."""

    most_reads: int
    """Reads a second at most, from ``least_reads`` on."""

    least_writes: int
    """Writes a second at least, 1 to 40,000."""

    most_writes: int
    """Writes a second at most, from ``least_writes`` on."""

    target_percent: int = 70
    """How much of the capacity is used when it fits, 20 to 90; the rest takes a rising load."""

    def __post_init__(self) -> None:
        within("least_reads", self.least_reads, UNITS)
        within("most_reads", self.most_reads, (self.least_reads, UNITS[1]))
        within("least_writes", self.least_writes, UNITS)
        within("most_writes", self.most_writes, (self.least_writes, UNITS[1]))
        within("target_percent", self.target_percent, PERCENT)

    def spans(self) -> dict[str, tuple[int, int]]:
        """The least and the most of both kinds, by AWS's word for the kind."""
        return {
            "Read": (self.least_reads, self.most_reads),
            "Write": (self.least_writes, self.most_writes),
        }


def check_capacities(of_table: Capacity | None, of_indexes: Mapping[str, Capacity | None]) -> None:
    """Raise ``ValueError`` for an index with a capacity in a table without one."""
    for name, given in of_indexes.items():
        if given is not None and of_table is None:
            raise ValueError(f"index {name} has a capacity, and its table has none")


def scale(
    name: str,
    table: pulumi.Input[str],
    capacities: Mapping[str, Capacity | None],
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> dict[str, list[aws.appautoscaling.Policy]]:
    """The scaling of a table (the key ``""``) and of its indexes by name; none on demand."""
    return {
        index: [
            _policy(name, table, index, kind, span, given.target_percent, defaults, opts)
            for kind, span in given.spans().items()
        ]
        for index, given in capacities.items()
        if given is not None
    }


def _policy(
    name: str,
    table: pulumi.Input[str],
    index: str,
    kind: str,
    span: tuple[int, int],
    percent: int,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.appautoscaling.Policy:
    part = f"{name}-{index}-{kind.lower()}s" if index else f"{name}-{kind.lower()}s"
    place = pulumi.Output.concat("table/", table, *(("/index/", index) if index else ()))
    target = aws.appautoscaling.Target(
        f"{part}-target",
        service_namespace="dynamodb",
        resource_id=place,
        scalable_dimension=f"dynamodb:{'index' if index else 'table'}:{kind}CapacityUnits",
        min_capacity=span[0],
        max_capacity=span[1],
        tags=defaults.tags,
        opts=opts,
    )
    return aws.appautoscaling.Policy(
        f"{part}-scaling",
        policy_type="TargetTrackingScaling",
        service_namespace=target.service_namespace,
        resource_id=target.resource_id,
        scalable_dimension=target.scalable_dimension,
        target_tracking_scaling_policy_configuration={
            "predefined_metric_specification": {
                "predefined_metric_type": f"DynamoDB{kind}CapacityUtilization"
            },
            "target_value": percent,
            "scale_in_cooldown": COOLDOWN_SECONDS,
            "scale_out_cooldown": COOLDOWN_SECONDS,
        },
        opts=opts,
    )
