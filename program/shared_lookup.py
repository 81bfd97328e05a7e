"""Shared lookup: finds the shared resources of a stage whose platform stack is deployed."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from microservice.parameters import path_of
from microservice.shared_resources import FIELDS, SharedResources, key_of
from settings import PLATFORM, Settings


def look_up(settings: Settings, opts: pulumi.InvokeOptions) -> SharedResources:
    """Read the parameters of the stage's platform stack; a missing one fails the deployment."""
    found: dict[str, Any] = {
        field: aws.ssm.get_parameter_output(
            name=path_of(settings.stage, PLATFORM, key_of(field)), opts=opts
        ).insecure_value
        for field in FIELDS
    }
    return SharedResources(**found)
