"""The stand-in for Pulumi's AWSX plugin: components of the same types, with the same children."""

from __future__ import annotations

from typing import Any

import pulumi
from pulumi.provider import ConstructResult, Provider

from local.awsx.component import Component
from local.awsx.ecr import Image, Repository
from local.awsx.fargate import FargateService
from local.awsx.vpc import Vpc

COMPONENTS: dict[str, type[Component]] = {
    "awsx:ec2:Vpc": Vpc,
    "awsx:ecr:Image": Image,
    "awsx:ecr:Repository": Repository,
    "awsx:ecs:FargateService": FargateService,
}

REMEDY = (
    "the stand-in for the AWSX plugin only plans; to deploy to AWS, use the official plugin "
    "(pulumi plugin install resource awsx)"
)


class StandIn(Provider):
    """Plans the components of ``COMPONENTS``."""

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: Any,
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """Raises ``RunError`` outside of a preview, and for a component that is not known here."""
        made = COMPONENTS.get(resource_type)
        if made is None:
            known = ", ".join(sorted(COMPONENTS))
            raise pulumi.RunError(f"{resource_type} is not supported here; supported are {known}")
        if not pulumi.runtime.is_dry_run():
            raise pulumi.RunError(f"{resource_type} {name}: {REMEDY}")
        component = made(name, inputs, options)
        return ConstructResult(component.urn, component.state)
