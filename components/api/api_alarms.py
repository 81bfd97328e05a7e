"""API alarms: those of a REST or an HTTP API, on latency, on 5xx responses, on the error budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability import alarms
from components.observability.error_budget import error_budget


@dataclass(frozen=True, kw_only=True)
class ApiAlarms:
    """The alarms of one API; that on its error budget only where the stage defaults have one."""

    latency: aws.cloudwatch.MetricAlarm
    server_errors: aws.cloudwatch.MetricAlarm
    error_budget: aws.cloudwatch.CompositeAlarm | None


def api_alarms(
    name: str,
    errors: str,
    dimensions: Mapping[str, pulumi.Input[str]],
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> ApiAlarms:
    """The alarms of the API with these dimensions; ``errors`` is its metric of 5xx responses."""
    return ApiAlarms(
        latency=alarms.api_latency(name, dimensions, defaults, opts),
        server_errors=alarms.api_server_errors(name, errors, dimensions, defaults, opts),
        error_budget=error_budget(name, errors, dimensions, defaults, opts),
    )
