"""API Gateway rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import apigateway as aws
from pulumi_aws import apigatewayv2

from policies.framework.resource import UNKNOWN
from policies.rules import apigateway
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import alarm, arn, resource

REST = resource(aws.RestApi, "api")
REST_STAGE = resource(aws.Stage, "dev", refers={"restApi": [REST]}, stageName="dev")
HTTP = resource(apigatewayv2.Api, "api")
HTTP_STAGE = resource(apigatewayv2.Stage, "default", refers={"apiId": [HTTP]}, name="$default")
OTHER = resource(apigatewayv2.Api, "other")
SOCKET = resource(apigatewayv2.Api, "api", protocolType="WEBSOCKET")
SOCKET_STAGE = resource(apigatewayv2.Stage, "live", refers={"apiId": [SOCKET]}, name="live")
INTEGRATION = "AWS/ApiGateway:IntegrationLatency"


def slow(of, by, metric="AWS/ApiGateway:Latency", *, also=(), **changes):
    percentile = {"statistic": None, "extendedStatistic": "p99", "threshold": 1000.0, **changes}
    return alarm(of, metric, by, also=also, **percentile)


def names_api(stage_name, **changes):
    return slow(
        REST, "ApiName", dimensions={"ApiName": arn("x", "y"), "Stage": stage_name}, **changes
    )


def caching(**settings):
    given = {"cachingEnabled": True, **settings}
    return resource(aws.MethodSettings, "get", methodPath="items/GET", settings=given)


JWT = {"issuer": "https://issuer.example.com", "audiences": ["shop"]}


def tokens(**configuration):
    given = {"authorizerType": "JWT", "jwtConfiguration": configuration}
    return resource(apigatewayv2.Authorizer, "a", **given)


ALLOWED = {
    apigateway.authorizer_names_audience: {
        "both": [tokens(**JWT)],
        "what are not known yet": [tokens(issuer=UNKNOWN, audiences=[UNKNOWN])],
        "a function decides": [resource(apigatewayv2.Authorizer, "a", authorizerType="REQUEST")],
    },
    apigateway.rest_stage_is_traced: {
        "it is traced": [resource(aws.Stage, "s", xrayTracingEnabled=True)],
    },
    apigateway.stage_has_latency_alarm: {
        "a REST stage": [REST, REST_STAGE, slow(REST, "ApiName", also=[REST_STAGE])],
        "an HTTP stage": [HTTP, HTTP_STAGE, slow(HTTP, "ApiId", also=[HTTP_STAGE])],
        "a higher percentile": [HTTP, HTTP_STAGE, slow(HTTP, "ApiId", extendedStatistic="p99.9")],
        "a WebSocket stage": [SOCKET, SOCKET_STAGE, slow(SOCKET, "ApiId", INTEGRATION)],
        "an HTTP stage by its name": [
            HTTP,
            HTTP_STAGE,
            slow(HTTP, "ApiId", dimensions={"ApiId": arn("x", "y"), "Stage": "$default"}),
        ],
        "the API with all its stages": [REST, REST_STAGE, slow(REST, "ApiName")],
        "the stage by its name": [REST, REST_STAGE, names_api("dev")],
    },
    apigateway.cache_ttl_is_in_its_limits: {
        "a minute": [caching(cacheTtlInSeconds=60.0)],
        "an hour": [caching(cacheTtlInSeconds=3600.0)],
        "five minutes, the default": [caching()],
        "nothing is kept": [caching(cachingEnabled=False, cacheTtlInSeconds=0.0)],
    },
    apigateway.cache_is_protected: {
        "both": [caching(cacheDataEncrypted=True, requireAuthorizationForCacheControl=True)],
        "what API Gateway does by itself": [caching(cacheDataEncrypted=True)],
        "nothing is kept": [caching(cachingEnabled=False)],
    },
}
REFUSED = {
    apigateway.authorizer_names_audience: {
        "no audience": [tokens(issuer="https://issuer.example.com")],
        "an empty list": [tokens(**{**JWT, "audiences": []})],
        "no issuer": [tokens(audiences=["shop"])],
        "nothing at all": [resource(apigatewayv2.Authorizer, "a", authorizerType="JWT")],
    },
    apigateway.cache_ttl_is_in_its_limits: {
        "less than a minute": [caching(cacheTtlInSeconds=59.0)],
        "more than an hour": [caching(cacheTtlInSeconds=3601.0)],
    },
    apigateway.cache_is_protected: {
        "it is not encrypted": [caching()],
        "callers may empty it": [
            caching(cacheDataEncrypted=True, requireAuthorizationForCacheControl=False)
        ],
    },
    apigateway.rest_stage_is_traced: {
        "nothing is set": [resource(aws.Stage, "s")],
        "it is switched off": [resource(aws.Stage, "s", xrayTracingEnabled=False)],
    },
    apigateway.stage_has_latency_alarm: {
        "there is no alarm": [HTTP, HTTP_STAGE],
        "it is on the stage of that name of another API": [
            HTTP,
            HTTP_STAGE,
            OTHER,
            slow(OTHER, "ApiId", dimensions={"ApiId": arn("x", "y"), "Stage": "$default"}),
        ],
        "two stages have one name, and the alarm gives it": [
            HTTP,
            HTTP_STAGE,
            OTHER,
            resource(apigatewayv2.Stage, "second", refers={"apiId": [OTHER]}, name="$default"),
            slow(OTHER, "ApiId", dimensions={"ApiId": arn("x", "y"), "Stage": "$default"}),
        ],
        "it is on a lower percentile": [
            HTTP,
            HTTP_STAGE,
            slow(HTTP, "ApiId", extendedStatistic="p90"),
        ],
        "it is on the average": [
            HTTP,
            HTTP_STAGE,
            slow(HTTP, "ApiId", also=[HTTP_STAGE], extendedStatistic=None, statistic="Average"),
        ],
        "it is on another stage of the API": [REST, REST_STAGE, names_api("prod")],
        "it is on another stage of the HTTP API": [
            HTTP,
            HTTP_STAGE,
            slow(HTTP, "ApiId", dimensions={"ApiId": arn("x", "y"), "Stage": "other"}),
        ],
        "it is on the integrations only": [REST, REST_STAGE, slow(REST, "ApiName", INTEGRATION)],
        "it goes to ALARM when the API gets faster": [
            REST,
            REST_STAGE,
            slow(REST, "ApiName", comparisonOperator="LessThanThreshold"),
        ],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
