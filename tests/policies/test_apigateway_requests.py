"""API Gateway rules on requests: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import apigateway as aws
from pulumi_aws import apigatewayv2, cloudfront, wafv2

from policies.rules import apigateway_requests
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource

REST_STAGE = {"stageName": "live"}
LIMITS = {"throttlingRateLimit": 50.0, "throttlingBurstLimit": 100.0}
TRACED = {"dataTraceEnabled": True}


def method(verb="GET", public="", **properties):
    """A method at ``/items/{itemId}``."""
    tags = {"tags": {"public-routes": public}} if public else {}
    api = resource(aws.RestApi, "api", **tags)
    items = resource(aws.Resource, "items", {"restApi": [api], "parentId": [api]}, pathPart="items")
    item = resource(
        aws.Resource, "item", {"restApi": [api], "parentId": [items]}, pathPart="{itemId}"
    )
    refers = {"restApi": [api], "resourceId": [item]}
    return [api, items, item, resource(aws.Method, "m", refers, httpMethod=verb, **properties)]


def root_method(**properties):
    api = resource(aws.RestApi, "api", tags={"public-routes": "GET /"})
    refers = {"restApi": [api], "resourceId": [api]}
    return [api, resource(aws.Method, "m", refers, httpMethod="GET", **properties)]


def route(key, protocol="HTTP", tags=None, **properties):
    api = resource(apigatewayv2.Api, "api", protocolType=protocol, tags=tags or {})
    return [api, resource(apigatewayv2.Route, "r", {"apiId": [api]}, routeKey=key, **properties)]


def rest_stage(*more, endpoint=None, **settings):
    """A stage of a REST API with settings of all methods, or of ``path``."""
    path = settings.pop("path", "*/*")
    types = {"endpointConfiguration": {"types": endpoint}} if endpoint else {}
    api = resource(aws.RestApi, "api", **types)
    stage = resource(aws.Stage, "s", {"restApi": [api]}, **REST_STAGE, arn=arn("api", "stage"))
    refers = {"restApi": [api], "stageName": [stage]}
    given = resource(aws.MethodSettings, "all", refers, methodPath=path, settings=settings)
    return [api, stage, given, *(each(stage, api) for each in more)]


def by_name(stage_name, **settings):
    """Settings that name the stage by a text."""
    api, stage, _ = rest_stage()
    given = {"methodPath": "*/*", "stageName": stage_name, "settings": settings}
    return [api, stage, resource(aws.MethodSettings, "all", {"restApi": [api]}, **given)]


def http_stage(**properties):
    api = resource(apigatewayv2.Api, "api", protocolType="HTTP")
    return [api, resource(apigatewayv2.Stage, "s", {"apiId": [api]}, **properties)]


def acl(stage, api):
    return resource(wafv2.WebAclAssociation, "acl", {"resourceArn": [stage]})


def distribution(**properties):
    def before(stage, api):
        return resource(cloudfront.Distribution, "cdn", {"origins": [stage]}, **properties)

    return before


def validated(checks=True, **properties):
    validator = resource(aws.RequestValidator, "v", validateRequestBody=checks)
    refers = {"requestValidatorId": [validator]}
    given = {"httpMethod": "POST", "requestValidatorId": arn("x", "v"), **properties}
    return [validator, resource(aws.Method, "m", refers, **given)]


MODEL = {"requestModels": {"application/json": "Order"}}

ALLOWED = {
    apigateway_requests.route_has_authorizer: {
        "a user pool": method(authorization="COGNITO_USER_POOLS"),
        "a method that is declared": method(
            public="GET /other GET /items/_itemId_", authorization="NONE"
        ),
        "at the root": root_method(authorization="NONE"),
        "a preflight": method("OPTIONS", authorization="NONE"),
        "tokens": route("GET /items", authorizationType="JWT"),
        "a route that is declared": route(
            "GET /items", tags={"public-routes": "GET /items"}, authorizationType="NONE"
        ),
        "in a second tag": route("GET /items", tags={"public-routes-2": "GET /items"}),
        "every other path": route("$default", tags={"public-routes": "_default"}),
        "a message of a WebSocket API": route("say", "WEBSOCKET", authorizationType="NONE"),
    },
    apigateway_requests.method_has_more_than_a_key: {
        "an authorizer, too": method(apiKeyRequired=True, authorization="CUSTOM"),
        "no key": method(authorization="NONE"),
    },
    apigateway_requests.stage_is_throttled: {
        "as much as an account has": rest_stage(**{**LIMITS, "throttlingRateLimit": 10_000.0}),
        "all methods": rest_stage(**LIMITS),
        "by the stage's name": by_name("live", **LIMITS),
        "all routes": http_stage(defaultRouteSettings=LIMITS),
    },
    apigateway_requests.stage_logs_requests: {
        "REST": [resource(aws.Stage, "s", accessLogSettings={"destinationArn": arn("logs", "x")})],
        "HTTP": http_stage(accessLogSettings={"destinationArn": arn("logs", "x")}),
    },
    apigateway_requests.data_is_not_traced: {
        "nothing is set": rest_stage(),
        "it is off": rest_stage(dataTraceEnabled=False),
        "a WebSocket API": http_stage(defaultRouteSettings={"dataTraceEnabled": False}),
    },
    apigateway_requests.body_is_validated: {
        "a model and a validator": validated(**MODEL),
        "no body": method("DELETE"),
    },
    apigateway_requests.api_has_web_acl: {
        "its own": rest_stage(acl),
        "that of a distribution": rest_stage(distribution(webAclId=arn("wafv2", "acl"))),
        "within a network": rest_stage(endpoint="PRIVATE"),
    },
}
REFUSED = {
    apigateway_requests.route_has_authorizer: {
        "a method": method(authorization="NONE"),
        "another method is declared": method(public="GET /items", authorization="NONE"),
        "a longer path is declared": root_method(authorization="NONE")[1:],
        "a route": route("GET /items", authorizationType="NONE"),
        "nothing is set": route("GET /items"),
        "every other path": route("$default"),
        "a tag of another name has it": route("GET /items", tags={"owner": "GET /items"}),
        "another verb is declared": route("PUT /items", tags={"public-routes": "GET /items"}),
    },
    apigateway_requests.method_has_more_than_a_key: {
        "no authorizer": method(apiKeyRequired=True, authorization="NONE"),
    },
    apigateway_requests.stage_is_throttled: {
        "more than an account has": rest_stage(**{**LIMITS, "throttlingRateLimit": 10_001.0}),
        "more than an account has, of an HTTP API": http_stage(
            defaultRouteSettings={**LIMITS, "throttlingRateLimit": 10_001.0}
        ),
        "nothing is set": rest_stage(),
        "no burst": rest_stage(throttlingRateLimit=50.0),
        "switched off": rest_stage(throttlingRateLimit=-1.0, throttlingBurstLimit=-1.0),
        "of one method": rest_stage(path="items/GET", **LIMITS),
        "of another stage": by_name("other", **LIMITS),
        "an HTTP API": http_stage(),
        "an HTTP API without a burst": http_stage(
            defaultRouteSettings={"throttlingRateLimit": 50.0}
        ),
    },
    apigateway_requests.stage_logs_requests: {
        "REST": [resource(aws.Stage, "s")],
        "HTTP": http_stage(),
    },
    apigateway_requests.data_is_not_traced: {
        "all methods": rest_stage(**TRACED),
        "a WebSocket API": http_stage(defaultRouteSettings=TRACED),
        "a route": http_stage(routeSettings=[{"routeKey": "say", **TRACED}]),
    },
    apigateway_requests.body_is_validated: {
        "no model": validated(),
        "no validator": method("PUT", **MODEL),
        "every method": method("ANY"),
        "a validator of parameters": validated(checks=False, httpMethod="PATCH", **MODEL),
    },
    apigateway_requests.api_has_web_acl: {
        "nothing is before it": rest_stage(),
        "a distribution without one": rest_stage(distribution()),
        "an HTTP API": http_stage(),
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
