"""REST stage: a deployment of a REST API, logged, traced, measured and throttled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.api import access_log
from components.api.route import Route
from components.defaults import Defaults
from components.observability.log_group import log_group


@dataclass(frozen=True, kw_only=True)
class RestStage:
    """What a stage of a REST API consists of."""

    log_group: aws.cloudwatch.LogGroup
    execution_log_group: aws.cloudwatch.LogGroup
    deployment: aws.apigateway.Deployment
    stage: aws.apigateway.Stage
    method_settings: aws.apigateway.MethodSettings
    route_settings: tuple[aws.apigateway.MethodSettings, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MethodOptions:
    """The size of a stage's cache in gigabytes, none if nothing is cached, and what methods have
    settings of their own for, by method path (``items/{itemId}/GET``).
    """

    size: str | None
    settings: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, routes: Sequence[Route], size: str | None) -> MethodOptions:
        """The options of the routes that are cached, which none is without a size, or throttled."""
        cached = any(route.cached for route in routes)
        settings = {
            f"{route.path[1:]}/{route.method}": {
                **({} if route.throttle is None else route.throttle.settings()),
                **({} if route.cached is None or size is None else _kept(route.cached.ttl)),
            }
            for route in routes
        }
        return cls(
            size=size if cached else None,
            settings={path: own for path, own in settings.items() if own},
        )

    def cluster(self) -> Any:
        """The arguments of a stage, if any route is cached."""
        if self.size is None:
            return {}
        return {"cache_cluster_enabled": True, "cache_cluster_size": self.size}


@dataclass(frozen=True, kw_only=True)
class Release:
    """What a deployment takes along.

    It is made once ``parts`` are there, again whenever a value of ``triggers`` changes, and put
    on the stage once ``after`` is there. ``caller`` is where the access log finds who asked.
    """

    triggers: Mapping[str, pulumi.Input[str]]
    parts: Sequence[pulumi.Resource]
    after: Sequence[pulumi.Resource]
    caller: str = access_log.BY_TOKEN


def rest_stage(
    name: str,
    stage_name: str,
    api: aws.apigateway.RestApi,
    release: Release,
    options: MethodOptions,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> RestStage:
    """Deploy the API to one stage."""
    logs, execution_logs = _log_groups(name, stage_name, api, defaults, opts)
    deployment = aws.apigateway.Deployment(
        f"{name}-deployment",
        rest_api=api.id,
        triggers=release.triggers,
        opts=pulumi.ResourceOptions(parent=opts.parent, depends_on=[*release.parts]),
    )
    stage = aws.apigateway.Stage(
        f"{name}-stage",
        rest_api=api.id,
        deployment=deployment.id,
        stage_name=stage_name,
        xray_tracing_enabled=True,
        tags=defaults.tags,
        access_log_settings=access_log.settings(logs, access_log.rest_format(release.caller)),
        opts=pulumi.ResourceOptions(
            parent=opts.parent, depends_on=[execution_logs, *release.after]
        ),
        **options.cluster(),
    )
    return RestStage(
        log_group=logs,
        execution_log_group=execution_logs,
        deployment=deployment,
        stage=stage,
        method_settings=_settings(name, "*/*", {}, api, stage, defaults, opts),
        route_settings=_route_settings(name, options, api, stage, defaults, opts),
    )


def _route_settings(
    name: str,
    options: MethodOptions,
    api: aws.apigateway.RestApi,
    stage: aws.apigateway.Stage,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> tuple[aws.apigateway.MethodSettings, ...]:
    return tuple(
        _settings(f"{name}/{path}", path, own, api, stage, defaults, opts)
        for path, own in options.settings.items()
    )


def check_throttles(routes: Sequence[Route]) -> None:
    """Raise ``ValueError`` for limits of a route at ``/``, whose method has no path to set them."""
    root = [route.key for route in routes if route.throttle is not None and route.path == "/"]
    if root:
        raise ValueError(f"only routes below / have limits of their own, got {', '.join(root)}")


def _kept(ttl: int) -> Any:
    """Settings of a method whose responses are kept. A caller who may not invalidate an entry, for
    want of ``execute-api:InvalidateCache``, gets the entry for ``Cache-Control: max-age=0``:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
    """
    return {
        "caching_enabled": True,
        "cache_ttl_in_seconds": ttl,
        "cache_data_encrypted": True,
        "require_authorization_for_cache_control": True,
        "unauthorized_cache_control_header_strategy": "SUCCEED_WITH_RESPONSE_HEADER",
    }


def _log_groups(
    name: str,
    stage_name: str,
    api: aws.apigateway.RestApi,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> tuple[aws.cloudwatch.LogGroup, aws.cloudwatch.LogGroup]:
    """The groups of the access log and of the execution log.

    API Gateway decides the second's name, and would make it itself, for ever:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    """
    settings: Any = {"retention_in_days": defaults.log_retention_days, "tags": defaults.tags}
    execution = pulumi.Output.concat("API-Gateway-Execution-Logs_", api.id, f"/{stage_name}")
    return (
        log_group(f"{name}-access-logs", "apis", defaults, opts),
        aws.cloudwatch.LogGroup(f"{name}-execution-logs", name=execution, **settings, opts=opts),
    )


def _settings(
    name: str,
    path: str,
    more: Any,
    api: aws.apigateway.RestApi,
    stage: aws.apigateway.Stage,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.apigateway.MethodSettings:
    """Metrics, execution log and throttling of methods; those of one method replace those of all,
    so that they have to be complete.
    """
    settings: Any = {
        "metrics_enabled": True,
        "logging_level": "INFO",
        "data_trace_enabled": defaults.data_trace,
        "throttling_rate_limit": defaults.throttle_rate,
        "throttling_burst_limit": defaults.throttle_burst,
        **more,
    }
    return aws.apigateway.MethodSettings(
        f"{name}-settings",
        rest_api=api.id,
        stage_name=stage.stage_name,
        method_path=path,
        settings=settings,
        opts=opts,
    )
