"""Amazon API Gateway: traces of REST APIs, and alarms on the latency of all kinds of APIs."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import apigateway, apigatewayv2
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.alarms import percentile, watches
from policies.relations.stage_alarms import alarms_of_stage

# A higher percentile hides fewer requests.
PERCENTILE = 99

# Seconds; API Gateway keeps responses for 300 unless set, and refuses more than an hour.
CACHE_TTL = (60, 3600)
DEFAULT_CACHE_TTL = 300

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"


@rule(
    "apigateway-stage-tracing-enabled",
    "A stage of a REST API is traced",
    about=apigateway.Stage,
    severity=Severity.MEDIUM,
    remedy="Set xray_tracing_enabled to True",
    documentation=f"{GUIDE}/apigateway-xray.html",
)
def rest_stage_is_traced(stage: Resource) -> Iterator[str]:
    """A trace that starts behind the gateway does not contain the time spent in it."""
    if stage.get("xrayTracingEnabled") is not True:
        yield "tracing is not enabled"


@rule(
    "apigateway-stage-latency-alarm",
    "A stage has an alarm on the 99th percentile of its latency",
    about=(apigateway.Stage, apigatewayv2.Stage),
    severity=Severity.MEDIUM,
    remedy="Add an alarm on AWS/ApiGateway Latency (IntegrationLatency of a WebSocket API) of this "
    "API and stage with extended_statistic p99 or higher",
    documentation=f"{GUIDE}/api-gateway-metrics-and-dimensions.html",
)
def stage_has_latency_alarm(stage: Resource, graph: Graph) -> Iterator[str]:
    """The average latency hides the slowest requests."""
    if not any(
        percentile(alarm) >= PERCENTILE and watches(alarm, "AWS/ApiGateway", _latency(stage, graph))
        for alarm in alarms_of_stage(stage, graph)
    ):
        yield "no alarm on the 99th percentile of its latency"


def _latency(stage: Resource, graph: Graph) -> str:
    """The messages of a WebSocket API have no latency of their own, only their integrations."""
    apis = graph.of(stage, "apiId", apigatewayv2.Api)
    kinds = {api.get("protocolType") for api in apis}
    return "IntegrationLatency" if "WEBSOCKET" in kinds else "Latency"


@rule(
    "apigateway-cache-ttl",
    "A REST API keeps responses for a minute to an hour",
    about=apigateway.MethodSettings,
    severity=Severity.LOW,
    remedy="Set cache_ttl_in_seconds to 60 to 3600",
    documentation=f"{GUIDE}/api-gateway-caching.html",
)
def cache_ttl_is_in_its_limits(settings: Resource) -> Iterator[str]:
    """Shorter ones are seldom found again and cost a cluster; longer ones API Gateway refuses."""
    if settings.get("settings.cachingEnabled") is not True:
        return
    low, high = CACHE_TTL
    ttl = settings.get("settings.cacheTtlInSeconds", DEFAULT_CACHE_TTL)
    if not low <= ttl <= high:
        yield f"responses are kept for {ttl:g} seconds"


@rule(
    "apigateway-cache-encrypted",
    "The cache of a REST API is encrypted, and not emptied by callers",
    about=apigateway.MethodSettings,
    severity=Severity.MEDIUM,
    remedy="Set cache_data_encrypted and require_authorization_for_cache_control to True",
    documentation=f"{GUIDE}/api-gateway-caching.html",
)
def cache_is_protected(settings: Resource) -> Iterator[str]:
    """It holds the responses of callers; who may empty it reaches the function at will."""
    if settings.get("settings.cachingEnabled") is not True:
        return
    if settings.get("settings.cacheDataEncrypted") is not True:
        yield "cached responses are not encrypted"
    # True unless it is set.
    if settings.get("settings.requireAuthorizationForCacheControl", True) is not True:
        yield "any caller may invalidate an entry"


@rule(
    "apigateway-authorizer-audience",
    "An authorizer of tokens says who issues them, and for whom",
    about=apigatewayv2.Authorizer,
    severity=Severity.HIGH,
    remedy="Set issuer and audiences in jwt_configuration",
    documentation="https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "http-api-jwt-authorizer.html",
)
def authorizer_names_audience(authorizer: Resource) -> Iterator[str]:
    """A token that the issuer gave to any other client, or another issuer gave, is let through."""
    if authorizer.get("authorizerType") != "JWT":
        return
    for key in ("issuer", "audiences"):
        if not authorizer.has(f"jwtConfiguration.{key}"):
            yield f"it names no {key}"


RULES = (
    authorizer_names_audience,
    rest_stage_is_traced,
    stage_has_latency_alarm,
    cache_ttl_is_in_its_limits,
    cache_is_protected,
)
