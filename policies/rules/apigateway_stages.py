"""Amazon API Gateway, stages: error alarms, access logs, what caches cost, and TLS of domains."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import apigateway, apigatewayv2
from policies.framework.graph import Graph, token
from policies.framework.level import Level
from policies.framework.resource import UNKNOWN, Resource
from policies.framework.rule import rule
from policies.relations.alarms import watches
from policies.relations.always_on import without_reason
from policies.relations.stage_alarms import alarms_of_stage

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
NAMESPACE = "AWS/ApiGateway"

# How the names of policies with TLS 1.2 and later begin.
SECURE = ("TLS_1_2", "TLS_1_3", "SecurityPolicy_")
# The metrics of failures of the service, of each kind of API.
REST, HTTP, WEB_SOCKET = ("5XXError",), ("5xx", "5XXError"), ("IntegrationError", "ExecutionError")


@rule(
    "apigateway-stage-error-alarm",
    "A stage has an alarm on its server errors",
    about=(apigateway.Stage, apigatewayv2.Stage),
    severity=Severity.HIGH,
    remedy="Add an alarm on AWS/ApiGateway 5XXError of a REST API, 5xx of an HTTP API, or "
    "IntegrationError of a WebSocket API, of this API and stage",
    documentation=f"{GUIDE}/api-gateway-metrics-and-dimensions.html",
)
def stage_has_error_alarm(stage: Resource, graph: Graph) -> Iterator[str]:
    """A gateway that may not invoke a function answers 500, and no function counts that."""
    names: tuple[str, ...] = REST
    if stage.type == token(apigatewayv2.Stage):
        apis = graph.of(stage, "apiId", apigatewayv2.Api)
        kinds = {api.get("protocolType") for api in apis}
        names = WEB_SOCKET if "WEBSOCKET" in kinds else HTTP
    if not any(
        watches(alarm, NAMESPACE, name) for alarm in alarms_of_stage(stage, graph) for name in names
    ):
        yield f"no alarm on {names[0]}"


@rule(
    "apigateway-stage-access-log-format",
    "The access log of a stage is JSON",
    about=(apigateway.Stage, apigatewayv2.Stage),
    severity=Severity.LOW,
    remedy='Set format of access_log_settings to an object, as {"requestId": "$context.requestId"}',
    documentation=f"{GUIDE}/set-up-logging.html",
)
def access_log_is_json(stage: Resource) -> Iterator[str]:
    """Logs Insights finds the fields of JSON by itself; of other lines each query takes them
    apart again."""
    for settings in _settings(stage):
        given = settings.get("format")
        if given is None or given is UNKNOWN:
            continue
        text = str(given).strip()
        if not (text.startswith("{") and text.endswith("}")):
            yield "its format is no JSON object"


def _settings(stage: Resource) -> list[dict[str, object]]:
    found = stage.get("accessLogSettings", {})
    return [found] if isinstance(found, dict) else list(found)


@rule(
    "apigateway-stage-cache-always-on-reason",
    "A stage outside prod says why its cache is paid for by the hour",
    about=apigateway.Stage,
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy="Give the stage the tag always-on with the reason, or have no cache there: cache_size "
    "None of a RestApi",
    documentation=f"{GUIDE}/api-gateway-caching.html",
)
def cache_says_why_it_is_always_on(stage: Resource) -> Iterator[str]:
    """A cache is there, and billed, whether requests come or not."""
    if stage.get("cacheClusterEnabled") is True:
        yield from without_reason(stage)


@rule(
    "apigateway-domain-name-tls",
    "A domain of an API takes TLS 1.2 or later",
    about=(apigateway.DomainName, apigatewayv2.DomainName),
    severity=Severity.HIGH,
    remedy="Set security_policy to TLS_1_2",
    documentation=f"{GUIDE}/apigateway-custom-domain-tls-version.html",
)
def domain_takes_secure_tls(domain: Resource) -> Iterator[str]:
    """TLS 1.0 and 1.1 are broken: what is sent by them can be read on the way."""
    for path in ("securityPolicy", "domainNameConfiguration.securityPolicy"):
        if domain.has(path) and not str(domain.get(path)).startswith(SECURE):
            yield f"its security policy is {domain.get(path)}"


RULES = (
    stage_has_error_alarm,
    access_log_is_json,
    cache_says_why_it_is_always_on,
    domain_takes_secure_tls,
)
