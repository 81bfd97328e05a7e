"""REST APIs in API Gateway's words."""

from __future__ import annotations

from local.provider.resource_types.apigateway_methods import put
from local.provider.resource_types.apigateway_settings import settings_patches
from tests.provider.clients import Script


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
