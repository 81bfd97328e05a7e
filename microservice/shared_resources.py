"""Shared resources: what all services of a stage use, as names, ARNs and ids."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pulumi


@dataclass(frozen=True, kw_only=True)
class SharedResources:
    """The event bus, alarm topic, layer and user pool of a stage.

    Made by the platform stack, or looked up from its parameters when a service has its own stack.
    ``api_logs`` is what must exist before an API can write logs, if it is made in the same stack.
    """

    bus_name: pulumi.Output[str]
    bus_arn: pulumi.Output[str]
    alarm_topic: pulumi.Output[str]
    layer: pulumi.Output[str]
    user_pool: pulumi.Output[str]
    token_issuer: pulumi.Output[str]
    token_audience: pulumi.Output[str]
    api_logs: tuple[pulumi.Resource, ...] = ()


# The fields that the platform stack registers as parameters, and service stacks look up.
FIELDS = tuple(field.name for field in fields(SharedResources) if field.name != "api_logs")


def key_of(field: str) -> str:
    """A field's key in Parameter Store: ``bus_name`` is ``bus-name``."""
    return field.replace("_", "-")
