"""Overview: the alarm to be woken by and the dashboard, over all services of a stage."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.observability.composite_alarm import alarm_over
from microservice import overview_part
from microservice.dashboard import DashboardContents
from microservice.overview_part import OverviewPart
from microservice.parameters import path_of
from microservice.stage_defaults import stage_defaults
from settings import OVERVIEW, PLATFORM, PROJECT, Settings


class Overview(pulumi.ComponentResource):
    """What is made of the parts of all services: with them, where they are one stack, or after
    them, where each has a stack of its own. ``formerly`` is what its resources were in before.
    """

    def __init__(
        self,
        settings: Settings,
        alarm_topic: pulumi.Input[str],
        parts: Sequence[OverviewPart],
        opts: pulumi.ResourceOptions,
        *,
        formerly: pulumi.Resource | None = None,
    ) -> None:
        super().__init__("platform:services:Overview", OVERVIEW, None, opts)
        name = f"{PROJECT}-{settings.stage}"
        contents = DashboardContents()
        for part in parts:
            contents.add_all(part.contents)
        contents.make(name, settings.region, self._of("", formerly))
        if budgets := [each for part in parts for each in part.budgets]:
            defaults = stage_defaults(settings, PLATFORM, alarm_topic)
            child = self._of(f"{PLATFORM}-stage-alarm", formerly)
            alarm_over(OVERVIEW, name, budgets, defaults, child)
        self.register_outputs({})

    def _of(self, name: str, formerly: pulumi.Resource | None) -> pulumi.ResourceOptions:
        """A child of this, that was another's before, with that name if it was another."""
        if formerly is None:
            return pulumi.ResourceOptions(parent=self)
        was = pulumi.Alias(name=name, parent=formerly) if name else pulumi.Alias(parent=formerly)
        return pulumi.ResourceOptions(parent=self, aliases=[was])


def look_up(settings: Settings, opts: pulumi.InvokeOptions) -> list[OverviewPart]:
    """The parts in the parameters of a stage's stacks; a missing one fails the deployment."""
    return [
        OverviewPart.read(
            aws.ssm.get_parameter(
                path_of(settings.stage, service, overview_part.KEY), opts=opts
            ).insecure_value
        )
        for service in (PLATFORM, *settings.deployed)
    ]
