"""Amazon API Gateway, requests: who may make them, how many, what of them is checked and logged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import apigateway, apigatewayv2, cloudfront, wafv2
from policies.framework.graph import Graph, token
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.apis import OPEN, apis_of

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
# ANY is every method, those with a body included.
WITH_BODY = ("POST", "PUT", "PATCH", "ANY")
ALL_METHODS = "*/*"

# Tags of an API that declare routes which anyone may call, as ``GET /items GET /prices``.
PUBLIC = "public-routes"
# What tags cannot have stands as _ in them: the braces of parameters.
NOT_IN_TAGS = r"[^\w\s.:/=+@-]"


@rule(
    "apigateway-route-authorizer",
    "A route has an authorizer, or is declared public",
    about=(apigateway.Method, apigatewayv2.Route),
    severity=Severity.HIGH,
    remedy="Give the route an authorizer; if anyone may call it, name it in the tag public-routes "
    "of its API, as GET /items GET /items/_itemId_",
    documentation=f"{GUIDE}/apigateway-control-access-to-api.html",
)
def route_has_authorizer(route: Resource, graph: Graph) -> Iterator[str]:
    """A route whose authorizer was forgotten looks like one that is meant to be open."""
    is_method = route.type == token(apigateway.Method)
    if route.get("authorization" if is_method else "authorizationType") not in OPEN:
        return
    apis = apis_of(route, graph)
    key = _method_key(route, graph) if is_method else str(route.get("routeKey"))
    # A preflight has no token, and only $connect of a WebSocket API can have an authorizer.
    if key.startswith("OPTIONS ") or any(api.get("protocolType") == "WEBSOCKET" for api in apis):
        return
    if re.sub(NOT_IN_TAGS, "_", key) not in {each for api in apis for each in _declared(api)}:
        yield f"anyone may call {key}"


@rule(
    "apigateway-method-key-alone",
    "A method does not rest on an API key alone",
    about=apigateway.Method,
    severity=Severity.HIGH,
    level=Level.MANDATORY_IN_PROD,
    remedy="Give the method an authorizer beside its key",
    documentation=f"{GUIDE}/api-gateway-api-usage-plans.html",
)
def method_has_more_than_a_key(method: Resource) -> Iterator[str]:
    """A key says which plan a request counts against; it proves nothing about the caller."""
    if method.get("apiKeyRequired") is True and method.get("authorization") in OPEN:
        yield "its key is all that it asks for"


@rule(
    "apigateway-stage-throttle",
    "A stage limits the rate and the burst of requests",
    about=(apigateway.Stage, apigatewayv2.Stage),
    severity=Severity.MEDIUM,
    remedy="Set throttling_rate_limit and throttling_burst_limit, of a REST API in method settings "
    "of */*, of another in default_route_settings",
    documentation=f"{GUIDE}/api-gateway-request-throttling.html",
)
def stage_is_throttled(
    stage: Resource, graph: Graph, *, maximum_rate: int = 10_000
) -> Iterator[str]:
    """The only other limit is the account's: one API that is flooded takes it from all."""
    if stage.type == token(apigatewayv2.Stage):
        limits = [stage]
        place = "defaultRouteSettings"
    else:
        limits, place = list(_settings_of(stage, graph)), "settings"
    if not any(_limited(each, place) for each in limits):
        yield "it has no rate and burst of its own"
    rates = [each.get(f"{place}.throttlingRateLimit", 0) for each in limits]
    if max(rates, default=0) > maximum_rate:
        yield f"its rate is {max(rates):g}, and that of the account {maximum_rate:g}"


@rule(
    "apigateway-stage-access-log",
    "A stage logs its requests",
    about=(apigateway.Stage, apigatewayv2.Stage),
    severity=Severity.MEDIUM,
    remedy="Set access_log_settings with a destination and a format",
    documentation=f"{GUIDE}/set-up-logging.html",
)
def stage_logs_requests(stage: Resource) -> Iterator[str]:
    """What the gateway refuses reaches no function: it is in no other log."""
    if not stage.has("accessLogSettings"):
        yield "its requests are not logged"


@rule(
    "apigateway-data-trace-disabled",
    "Logs of an API do not have requests and responses in full",
    about=(apigateway.MethodSettings, apigatewayv2.Stage),
    severity=Severity.HIGH,
    level=Level.MANDATORY_IN_PROD,
    remedy="Set data_trace_enabled to False",
    documentation=f"{GUIDE}/set-up-logging.html",
)
def data_is_not_traced(settings: Resource) -> Iterator[str]:
    """Bodies have what users entrust to a service, and everyone who reads logs would read them."""
    routes = [each.get("dataTraceEnabled") for each in settings.get("routeSettings", [])]
    places = ("settings", "defaultRouteSettings")
    if True in [*routes, *(settings.get(f"{place}.dataTraceEnabled") for place in places)]:
        yield "requests and responses are logged in full"


@rule(
    "apigateway-method-body-validated",
    "A REST API checks the bodies that it takes",
    about=apigateway.Method,
    severity=Severity.MEDIUM,
    remedy="Set request_models, and request_validator_id to a validator with validate_request_body",
    documentation=f"{GUIDE}/api-gateway-method-request-validation.html",
)
def body_is_validated(method: Resource, graph: Graph) -> Iterator[str]:
    """A function that gets what its contract excludes is paid for to refuse it, or fails."""
    if method.get("httpMethod") not in WITH_BODY:
        return
    if not method.has("requestModels") or not method.has("requestValidatorId"):
        yield "it has no model and validator"
    for validator in graph.of(method, "requestValidatorId", apigateway.RequestValidator):
        if validator.get("validateRequestBody") is not True:
            yield "its validator does not check bodies"


@rule(
    "apigateway-api-web-acl",
    "A public API has a web ACL, its own or that of a distribution before it",
    about=(apigateway.Stage, apigatewayv2.Stage),
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    once_per_stack=True,
    remedy="Associate a web ACL with the stage of a REST API; put a distribution with one before "
    "an HTTP or a WebSocket API",
    documentation=f"{GUIDE}/apigateway-control-access-aws-waf.html",
)
def api_has_web_acl(stage: Resource, graph: Graph) -> Iterator[str]:
    """It stops known attacks and addresses that send too much before they cost a request."""
    apis = apis_of(stage, graph)
    if any("PRIVATE" in str(api.get("endpointConfiguration.types")) for api in apis):
        return
    before = [d for each in (stage, *apis) for d in graph.users(each, *BY_ORIGIN)]
    if not graph.users(stage, *BY_ACL) and not any(d.has("webAclId") for d in before):
        yield "no web ACL sees its requests"


BY_ORIGIN = (cloudfront.Distribution, "origins")
BY_ACL = (wafv2.WebAclAssociation, "resourceArn")


def _declared(api: Resource) -> Iterator[str]:
    """The routes that an API declares public."""
    for key, value in api.get("tags", {}).items():
        if key.startswith(PUBLIC):
            yield from re.findall(r"[A-Z]+ /\S*|_default", str(value))


def _method_key(method: Resource, graph: Graph) -> str:
    """``GET /items/{itemId}``."""
    parts: list[str] = []
    found = graph.of(method, "resourceId", apigateway.Resource)
    while found:
        parts.insert(0, str(found[0].get("pathPart")))
        found = graph.of(found[0], "parentId", apigateway.Resource)
    return f"{method.get('httpMethod')} /{'/'.join(parts)}"


def _settings_of(stage: Resource, graph: Graph) -> Iterator[Resource]:
    """The method settings for all methods of a stage."""
    found = [*graph.users(stage, apigateway.MethodSettings, "stageName")]
    for api in graph.of(stage, "restApi", apigateway.RestApi):
        for each in graph.users(api, apigateway.MethodSettings, "restApi"):
            if each.properties.get("stageName") == stage.properties.get("stageName"):
                found.append(each)
    return (each for each in found if each.get("methodPath") == ALL_METHODS)


def _limited(settings: Resource, place: str) -> bool:
    """Whether there are a rate and a burst; -1 is none."""
    limits = (f"{place}.throttlingRateLimit", f"{place}.throttlingBurstLimit")
    return all(settings.get(limit, -1) >= 0 for limit in limits)


RULES = (
    route_has_authorizer,
    method_has_more_than_a_key,
    stage_is_throttled,
    stage_logs_requests,
    data_is_not_traced,
    body_is_validated,
    api_has_web_acl,
)
