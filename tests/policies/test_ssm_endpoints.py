"""Rules on the parameters of APIs: what they allow and what they refuse."""

from __future__ import annotations

from dataclasses import replace

from pulumi_aws import apigateway, apigatewayv2, ssm

from policies.framework.resource import Resource
from policies.rules import ssm_endpoints
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource

URN = "urn:pulumi:dev::platform::platform:services:Microservice::{}"


def service(name: str) -> Resource:
    return Resource(type="platform:services:Microservice", name=name, urn=URN.format(name))


def within(service: Resource, made: Resource) -> Resource:
    return replace(made, parent=service.urn)


ORDERS, USERS = service("orders"), service("users")
REST = resource(apigateway.RestApi, "api")
HTTP = resource(apigatewayv2.Api, "api", protocolType="HTTP")
ENDPOINT = resource(ssm.Parameter, "endpoint", name="/shop/dev/orders/endpoint")
SOURCE = resource(ssm.Parameter, "source", name="/shop/dev/orders/event-source")

ALLOWED = {
    ssm_endpoints.api_of_a_service_is_registered: {
        "a REST API": [ORDERS, within(ORDERS, REST), within(ORDERS, ENDPOINT)],
        "an HTTP API": [ORDERS, within(ORDERS, HTTP), within(ORDERS, ENDPOINT)],
        "an API of no service": [HTTP],
    },
}
REFUSED = {
    ssm_endpoints.api_of_a_service_is_registered: {
        "no parameter": [ORDERS, within(ORDERS, REST)],
        "a parameter with something else": [ORDERS, within(ORDERS, HTTP), within(ORDERS, SOURCE)],
        "the endpoint of another service": [
            *(ORDERS, USERS, within(ORDERS, HTTP), within(USERS, ENDPOINT)),
        ],
    },
}


@shown(ALLOWED)
def test_nothing_is_reported(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_a_violation_is_reported(rule, stack):
    assert passes(rule, stack) == []
