"""HTTP APIs in API Gateway's words."""

from __future__ import annotations

from local.provider.resource import Change
from local.provider.resource_types.apigatewayv2 import observed, updated
from local.provider.resource_types.apigatewayv2_routes import AUTHORIZER, INTEGRATION, ROUTE
from local.provider.resource_types.apigatewayv2_stages import request


def test_the_programs_own_keys_are_not_reworded():
    found = {"TimeoutInMillis": 100, "RequestParameters": {"Header": "Y"}, "Other": 1}
    assert observed(found, INTEGRATION) == {
        "timeoutMilliseconds": 100,
        "requestParameters": {"Header": "Y"},
    }


def test_an_authorizer_is_read_in_pulumis_words():
    found = {"IdentitySource": ["a"], "JwtConfiguration": {"Audience": ["b"], "Issuer": "c"}}
    assert observed(found, AUTHORIZER) == {
        "identitySources": ["a"],
        "jwtConfiguration": {"audiences": ["b"], "issuer": "c"},
    }


def test_a_route_that_is_opened_loses_its_guard():
    change = Change(
        {"authorizationType": "JWT", "authorizerId": "a"}, {"authorizationType": "NONE"}
    )
    assert updated(change, ROUTE) == {"authorizationType": "NONE", "authorizerId": ""}


def test_the_settings_of_a_stages_routes_are_a_map_by_route():
    settings = [{"routeKey": "GET /a", "throttlingBurstLimit": 5}]
    assert request({"apiId": "api", "name": "dev", "routeSettings": settings}) == {
        "apiId": "api",
        "stageName": "dev",
        "routeSettings": {"GET /a": {"throttlingBurstLimit": 5}},
    }
