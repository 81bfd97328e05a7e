"""Event bus: where services tell what happened, with an archive to replay from."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.defaults import Defaults


@dataclass(frozen=True, kw_only=True)
class EventBusArgs:
    """``name`` is physical: other stacks find the bus by it; ``archive_days`` of events stay.

    ``defaults.keep_data`` protects both from deletion: without the archive nothing
    can be replayed.
    """

    name: str
    archive_days: int
    defaults: Defaults = Defaults()

    def __post_init__(self) -> None:
        if self.archive_days < 1:
            raise ValueError(f"archive_days must be at least 1, got {self.archive_days}")


class EventBus(pulumi.ComponentResource):
    """A custom bus: application events only; AWS's own events stay on the default bus."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: EventBusArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:EventBus", name, None, opts)
        kept = pulumi.ResourceOptions(parent=self, protect=args.defaults.keep_data or None)

        bus = aws.cloudwatch.EventBus(
            f"{name}-bus", name=args.name, tags=args.defaults.tags, opts=kept
        )
        aws.cloudwatch.EventArchive(
            f"{name}-archive",
            event_source_arn=bus.arn,
            retention_days=args.archive_days,
            opts=kept,
        )

        self.name, self.arn = bus.name, bus.arn
        self.register_outputs({"name": self.name, "arn": self.arn})


def publish(
    bus_name: pulumi.Input[str], bus_arn: pulumi.Input[str], source: str, variable: str
) -> Access:
    """Let a function put events of one source, and no other, on a bus."""
    return Access(
        actions=("events:PutEvents",),
        resources=(bus_arn,),
        environment={variable: bus_name},
        condition={"ForAllValues:StringEquals": {"events:source": source}},
    )
