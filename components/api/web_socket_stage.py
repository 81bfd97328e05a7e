"""WebSocket stage: deploys a WebSocket API by itself; logged, measured and throttled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.api import access_log
from components.defaults import Defaults


@dataclass(frozen=True, kw_only=True)
class WebSocketStage:
    """What a stage of a WebSocket API consists of."""

    log_group: aws.cloudwatch.LogGroup
    execution_log_group: aws.cloudwatch.LogGroup
    stage: aws.apigatewayv2.Stage


def web_socket_stage(
    name: str,
    stage_name: str,
    api: aws.apigatewayv2.Api,
    after: Sequence[pulumi.Resource],
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> WebSocketStage:
    """A stage that is made once ``after`` is there: an API needs a route to be deployed.

    API Gateway decides the name of the execution log's group, and would make it itself, for ever:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html
    """
    settings: Any = {"retention_in_days": defaults.log_retention_days, "tags": defaults.tags}
    log_group = aws.cloudwatch.LogGroup(f"{name}-access-logs", **settings, opts=opts)
    execution_log_group = aws.cloudwatch.LogGroup(
        f"{name}-execution-logs",
        name=pulumi.Output.concat("/aws/apigateway/", api.id, f"/{stage_name}"),
        **settings,
        opts=opts,
    )
    stage = aws.apigatewayv2.Stage(
        f"{name}-stage",
        api_id=api.id,
        name=stage_name,
        auto_deploy=True,
        tags=defaults.tags,
        access_log_settings={
            "destination_arn": log_group.arn,
            "format": access_log.WEBSOCKET_FORMAT,
        },
        default_route_settings=_route_settings(defaults),
        opts=pulumi.ResourceOptions(parent=opts.parent, depends_on=[execution_log_group, *after]),
    )
    return WebSocketStage(log_group=log_group, execution_log_group=execution_log_group, stage=stage)


def _route_settings(defaults: Defaults) -> aws.apigatewayv2.StageDefaultRouteSettingsArgsDict:
    """Metrics, execution log and throttling of every route."""
    return {
        "throttling_rate_limit": defaults.throttle_rate,
        "throttling_burst_limit": defaults.throttle_burst,
        "detailed_metrics_enabled": True,
        "logging_level": "INFO",
        "data_trace_enabled": defaults.data_trace,
    }
