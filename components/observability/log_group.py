"""Log group: one that expires as the stage says, and that saved queries of its service read."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.collected_logs import Kind
from components.defaults import Defaults


def log_group(
    name: str, kind: Kind, defaults: Defaults, opts: pulumi.ResourceOptions, **inputs: Any
) -> aws.cloudwatch.LogGroup:
    """A log group of functions, of the access log of an API, or of state machines."""
    group = aws.cloudwatch.LogGroup(
        name,
        retention_in_days=defaults.log_retention_days,
        tags=defaults.tags,
        opts=opts,
        **inputs,
    )
    if defaults.logs is not None:
        defaults.logs.add(kind, group.name)
    return group
