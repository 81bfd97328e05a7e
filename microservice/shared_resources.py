"""Shared resources: what all services of a stage use, as names, ARNs and ids."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pulumi

from components.defaults import Defaults
from settings import Settings


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

    def defaults(self, settings: Settings, service: str) -> Defaults:
        """The stage defaults for the components of one service."""
        return Defaults(
            alarm_topic=self.alarm_topic,
            tags={"service": service},
            throttle_rate=settings.throttle.rate,
            throttle_burst=settings.throttle.burst,
            **settings.model_dump(
                include={
                    "log_retention_days",
                    "keep_data",
                    "data_trace",
                    "cors_origins",
                    "latency_p99_ms",
                    "server_error_percent",
                    "alarm_period_seconds",
                    "alarm_periods",
                    "dead_letter_retention_seconds",
                    "target_retries",
                    "target_age_seconds",
                    "async_retries",
                }
            ),
        )


# The fields that the platform stack registers as parameters, and service stacks look up.
FIELDS = tuple(field.name for field in fields(SharedResources) if field.name != "api_logs")


def key_of(field: str) -> str:
    """A field's key in Parameter Store: ``bus_name`` is ``bus-name``."""
    return field.replace("_", "-")
