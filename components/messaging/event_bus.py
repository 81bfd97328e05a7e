"""Event bus: a custom EventBridge bus, with an archive that events can be replayed from."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.grants import BusGrants


@dataclass(frozen=True, kw_only=True)
class EventBusArgs:
    """The bus's name, and how long its archive keeps events."""

    name: str
    """The physical name, by which other stacks find the bus."""

    archive_days: int
    """How long the archive keeps every event, in days; at least 1."""

    defaults: Defaults = Defaults()
    """The stage defaults: tags, and ``keep_data``, which protects the bus and its archive from
    deletion: without the archive no event can be replayed."""

    def __post_init__(self) -> None:
        if self.archive_days < 1:
            raise ValueError(f"archive_days must be at least 1, got {self.archive_days}")


class EventBus(BusGrants, pulumi.ComponentResource):
    """A bus for the events of applications; AWS services publish on the account's default bus."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    bus: aws.cloudwatch.EventBus
    archive: aws.cloudwatch.EventArchive

    def __init__(
        self, name: str, args: EventBusArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:EventBus", name, None, opts)
        kept = pulumi.ResourceOptions(parent=self, protect=args.defaults.keep_data or None)

        self.bus = aws.cloudwatch.EventBus(
            f"{name}-bus", name=args.name, tags=args.defaults.tags, opts=kept
        )
        self.archive = aws.cloudwatch.EventArchive(
            f"{name}-archive",
            event_source_arn=self.bus.arn,
            retention_days=args.archive_days,
            opts=kept,
        )

        self.name, self.arn = self.bus.name, self.bus.arn
        self.register_outputs({"name": self.name, "arn": self.arn})
