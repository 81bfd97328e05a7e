"""API Gateway rules on CORS: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import apigateway as aws
from pulumi_aws import apigatewayv2

from policies.framework.resource import UNKNOWN
from policies.rules import apigateway_cors
from tests.policies.asking import all_violations, alone, passes, shown
from tests.policies.stacks import resource

SITE = "https://shop.example.com"
ORIGINS = "header.Access-Control-Allow-Origin"


def http_api(*origins):
    return [resource(apigatewayv2.Api, "api", corsConfiguration={"allowOrigins": list(origins)})]


def gateway_response(value, name=ORIGINS):
    return [resource(aws.Response, "r", responseParameters={f"gatewayresponse.{name}": value})]


def preflight(value):
    header = f"method.response.{ORIGINS}"
    return [resource(aws.IntegrationResponse, "r", responseParameters={header: value})]


ALLOWED = {
    apigateway_cors.origins_are_listed: {
        "two sites": http_api(SITE, "https://www.example.com"),
        "no site": [resource(apigatewayv2.Api, "api")],
        "an error of the gateway": gateway_response(f"'{SITE}'"),
        "a preflight": preflight(f"'{SITE}'"),
        "another header": gateway_response("'*'", "header.Access-Control-Allow-Methods"),
    },
}
REFUSED = {
    apigateway_cors.origins_are_listed: {
        "every site": http_api("*"),
        "every site, too": http_api(SITE, "*"),
        "an error of the gateway": gateway_response("'*'"),
        "in lower case": gateway_response("'*'", ORIGINS.lower()),
        "a preflight": preflight("'*'"),
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


def test_an_origin_that_is_not_known_yet_is_not_judged_right():
    [said] = alone(apigateway_cors.origins_are_listed, preflight(UNKNOWN))
    assert "cannot be judged" in said
