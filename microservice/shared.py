"""Platform: what every service leans on, as names and ARNs; looked up where others made it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from microservice.parameters import path_of
from settings import PLATFORM, Settings


@dataclass(frozen=True, kw_only=True)
class Platform:
    """The shared things of a stage, by what tells them apart: names, ARNs and ids.

    ``api_logs`` is what must exist before an API can write logs, if it is of the same stack.
    """

    bus_name: pulumi.Output[str]
    bus_arn: pulumi.Output[str]
    alarm_topic: pulumi.Output[str]
    layer: pulumi.Output[str]
    user_pool: pulumi.Output[str]
    token_issuer: pulumi.Output[str]
    token_audience: pulumi.Output[str]
    api_logs: tuple[pulumi.Resource, ...] = ()

    @classmethod
    def look_up(cls, settings: Settings, opts: pulumi.InvokeOptions) -> Platform:
        """Find what the stage's own ``platform`` stack has registered."""
        found: dict[str, Any] = {
            link: aws.ssm.get_parameter_output(
                name=path_of(settings.stage, PLATFORM, key_of(link)), opts=opts
            ).insecure_value
            for link in LINKS
        }
        return cls(**found)

    def defaults(self, settings: Settings, service: str) -> Defaults:
        """What the stage asks of the components of one service."""
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


# What the stacks of single services look up.
LINKS = tuple(link.name for link in fields(Platform) if link.name != "api_logs")


def key_of(link: str) -> str:
    """A link's key in the registry: ``bus_name`` stands under ``bus-name``."""
    return link.replace("_", "-")
