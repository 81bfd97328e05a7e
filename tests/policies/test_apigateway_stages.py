"""Rules on stages and domains of APIs: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import apigateway, apigatewayv2

from policies.framework.resource import UNKNOWN
from policies.rules import apigateway_stages
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import alarm, resource

REST = resource(apigateway.RestApi, "a")
HTTP = resource(apigatewayv2.Api, "a", protocolType="HTTP")
SOCKETS = resource(apigatewayv2.Api, "a", protocolType="WEBSOCKET")
JSON = '{"requestId": "$context.requestId", "status": $context.status}'


def rest(**properties):
    return resource(
        apigateway.Stage, "s", refers={"restApi": [REST]}, stageName="prod", **properties
    )


def other(api, **properties):
    given = {"name": "prod", **properties}
    return resource(apigatewayv2.Stage, "s", refers={"apiId": [api]}, **given)


def counts(metric, of, **changes):
    return alarm(of, f"AWS/ApiGateway:{metric}", "ApiId", **changes)


def cached(stack="dev", **properties):
    given = {"cacheClusterEnabled": True, **properties}
    return resource(apigateway.Stage, "s", stack=stack, **given)


def domain(kind=apigateway.DomainName, **properties):
    return resource(kind, "d", **properties)


ALLOWED = {
    apigateway_stages.stage_has_error_alarm: {
        "of a REST API": [REST, rest(), counts("5XXError", REST)],
        "of a REST API's stage": [REST, rest(), counts("5XXError", rest())],
        "of an HTTP API": [HTTP, other(HTTP), counts("5xx", HTTP)],
        "of a WebSocket API": [SOCKETS, other(SOCKETS), counts("IntegrationError", SOCKETS)],
    },
    apigateway_stages.access_log_is_json: {
        "it is": [rest(accessLogSettings={"format": JSON})],
        "it is, with a line break": [other(HTTP, accessLogSettings={"format": f"{JSON}\n"})],
        "there is none, for another rule": [rest()],
    },
    apigateway_stages.cache_says_why_it_is_always_on: {
        "no cache": [cached(cacheClusterEnabled=None)],
        "none in the end": [cached(cacheClusterEnabled=False)],
        "in prod": [cached("prod")],
        "with the reason": [cached(tags={"always-on": "answers are compared"})],
    },
    apigateway_stages.domain_takes_secure_tls: {
        "TLS 1.2": [domain(securityPolicy="TLS_1_2")],
        "TLS 1.3 only": [domain(securityPolicy="SecurityPolicy_TLS13_1_3_2025_09")],
        "TLS 1.2, of an HTTP API": [
            domain(apigatewayv2.DomainName, domainNameConfiguration={"securityPolicy": "TLS_1_2"})
        ],
        "what AWS chooses": [domain()],
    },
}
REFUSED = {
    apigateway_stages.stage_has_error_alarm: {
        "of a REST API": [REST, rest()],
        "on errors of callers": [REST, rest(), counts("4XXError", REST)],
        "of an HTTP API, by the metric of sockets": [
            *(HTTP, other(HTTP), counts("IntegrationError", HTTP))
        ],
        "of a WebSocket API": [SOCKETS, other(SOCKETS), counts("5xx", SOCKETS)],
        "of another stage": [
            *(HTTP, other(HTTP)),
            counts("5xx", HTTP, dimensions={"ApiId": "a", "Stage": "test"}),
        ],
        "it goes to ALARM when errors are few": [
            *(REST, rest()),
            counts("5XXError", REST, comparisonOperator="LessThanThreshold"),
        ],
    },
    apigateway_stages.access_log_is_json: {
        "of a REST API": [rest(accessLogSettings={"format": "$context.requestId"})],
        "of an HTTP API": [other(HTTP, accessLogSettings={"format": "$context.identity.sourceIp"})],
        "it is cut off": [rest(accessLogSettings={"format": JSON[:-1]})],
    },
    apigateway_stages.cache_says_why_it_is_always_on: {
        "no reason": [cached()],
        "another tag": [cached(tags={"service": "shop"})],
    },
    apigateway_stages.domain_takes_secure_tls: {
        "TLS 1.0": [domain(securityPolicy="TLS_1_0")],
        "TLS 1.0, of an HTTP API": [
            domain(apigatewayv2.DomainName, domainNameConfiguration={"securityPolicy": "TLS_1_0"})
        ],
        "it is not known yet": [domain(securityPolicy=UNKNOWN)],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
