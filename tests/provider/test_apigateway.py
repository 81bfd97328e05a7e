"""REST APIs in API Gateway's words."""

from __future__ import annotations

import pytest

from local.provider.resource import Change
from local.provider.resource_types.apigateway import TYPES, endpoint_patches, observed_endpoint
from local.provider.resource_types.apigateway_methods import put
from local.provider.resource_types.apigateway_settings import settings_patches
from tests.provider.clients import Script

API = next(kind for kind in TYPES if kind.token == "aws:apigateway/restApi:RestApi")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, {"types": "REGIONAL"}, [("replace", "types/0", "REGIONAL")]),
        ({"types": "REGIONAL"}, {"types": "REGIONAL"}, []),
        ({"types": "REGIONAL"}, None, []),
        (
            {"types": "PRIVATE", "vpcEndpointIds": ["a", "b"]},
            {"types": "PRIVATE", "vpcEndpointIds": ["b", "c"], "ipAddressType": "dualstack"},
            [
                ("replace", "ipAddressType", "dualstack"),
                ("remove", "vpcEndpointIds", "a"),
                ("add", "vpcEndpointIds", "c"),
            ],
        ),
    ],
)
def test_another_endpoint_type_is_an_update(old, new, expected):
    change = Change(
        *({} if each is None else {"endpointConfiguration": each} for each in (old, new))
    )
    assert endpoint_patches(change) == [
        {"op": op, "path": f"/endpointConfiguration/{path}", "value": value}
        for op, path, value in expected
    ]
    assert not API.replaces("endpointConfiguration")


def test_the_endpoint_type_that_an_api_has_is_read():
    assert observed_endpoint({"types": ["EDGE"]}, {"types": "REGIONAL"}) == {"types": "EDGE"}


def test_a_method_is_known_by_its_place():
    script = Script("apigateway")
    at = {"restApi": "api", "resourceId": "res", "httpMethod": "GET"}
    request = {"restApiId": "api", "resourceId": "res", "httpMethod": "GET"}
    script.expects("put_method", {**request, "authorizationType": "NONE"})
    script.expects("put_method_response", {**request, "statusCode": "200"})
    props = {**at, "authorization": "NONE", "region": "eu-west-1"}
    assert put(script.cloud, "PutMethod", props) == "agm-api-res-GET"
    assert put(script.cloud, "PutMethodResponse", {**at, "statusCode": "200"}) == (
        "agmr-api-res-GET-200"
    )


def test_a_setting_is_set_by_its_path_and_taken_back_by_it():
    old = {"cachingEnabled": True, "loggingLevel": "INFO"}
    new = {"loggingLevel": "ERROR", "throttlingRateLimit": 5.5}
    assert settings_patches("*/*", old, new) == [
        {"op": "remove", "path": "/*/*/caching/enabled"},
        {"op": "replace", "path": "/*/*/logging/loglevel", "value": "ERROR"},
        {"op": "replace", "path": "/*/*/throttling/rateLimit", "value": "5.5"},
    ]
